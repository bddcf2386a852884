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

/** Documentation that the program links to, opened without a question. */
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
    text.startsWith(`https://${url.host}/`) &&
    /^[\x21-\x5b\x5d-\x7e]+$/.test(text)
  );
};

const askable: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);
/** Longer ones cannot be read before they are agreed to. */
const longest = 500;

/**
 * The address that a person is asked about before it goes to the system's browser or mail program, as these will read it:
 * a host in other letters shows as what it is. Undefined for what is never opened.
 */
export const askedOutside = (text: string): string | undefined => {
  const url = parsed(text);
  if (url === undefined || !askable.has(url.protocol) || url.href.length > longest) return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  // Written as it is meant: no backslashes, no control characters, no slashes left out.
  const plain = url.protocol === 'mailto:' ? /^mailto:[^\s\\/]+$/i : /^https?:\/\/[^\s\\/][^\s\\]*$/i;
  return plain.test(text) ? url.href : undefined;
};
