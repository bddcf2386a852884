/** What the window may show, and what may be opened outside of it. */

export const scheme = 'app';
export const origin = `${scheme}://millrace`;

const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Whether an address is a page of the program. Spelled out, since `URL.origin` is `null` for own schemes in Node. */
export const isOurs = (text: string): boolean => {
  const url = parsed(text);
  return (
    url?.protocol === `${scheme}:` &&
    url.host === 'millrace' &&
    url.username === '' &&
    url.password === '' &&
    text.startsWith(`${origin}/`)
  );
};

/** Documentation that the program links to. Nothing else is handed to the system's browser. */
const outsideHosts: ReadonlySet<string> = new Set(['duckdb.org', 'spark.apache.org']);

/** Whether a link may go to the system's browser: https, a host of the list, nothing hidden in it. */
export const mayOpenOutside = (text: string): boolean => {
  const url = parsed(text);
  return (
    url?.protocol === 'https:' &&
    outsideHosts.has(url.host) &&
    url.username === '' &&
    url.password === '' &&
    // What was parsed is what was written: no backslashes, control characters or other spellings of the host.
    text.startsWith(`https://${url.host}/`)
  );
};
