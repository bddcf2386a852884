/** What stands in for Vega's loader: charts hold their data, so nothing is ever loaded, and they link nowhere. */
const refuse = (words: string) => () => Promise.reject(new Error(words));

export const closedLoader = {
  options: {},
  load: refuse('Charts load nothing.'),
  sanitize: refuse('Charts link nowhere.'),
  http: refuse('Charts load nothing.'),
  file: refuse('Charts load nothing.'),
} as const;
