/** What can be told of the user's SQL from its words alone. Where in doubt, it is said to read more than it does. */

const quoted = /`(?:[^`]|``)*`|'(?:[^']|'')*'|"(?:[^"]|"")*"/g;

/** Words that may stand before a parenthesis without being a function. */
const operators = /^(and|or|xor|not|in|between|like|is|case|when|then|else|div|mod|interval)$/i;

/** Whether a condition looks at nothing but the row: no subquery, and no function, which might read another table. */
export const isPlainCondition = (condition: string): boolean => {
  // Whether a backslash escapes the quote after it is a setting of the server.
  if (condition.includes('\\')) return false;
  const bare = condition.replace(quoted, "''");
  if (/\b(select|table|values|with)\b|\/\*|--|#/i.test(bare)) return false;
  const called = [...bare.matchAll(/([\w$\u0080-\uffff]+|')\s*\(/g)];
  return called.every(([, word = '']) => operators.test(word));
};

/** The server's own schema that a text names. Its tables have no snapshots. */
export const namesSystemTables = (text: string): string | undefined =>
  /\b(mysql|sys|information_schema|performance_schema)\b`?\s*\./i.exec(text)?.[1];
