/** Date patterns: our % letters as Java's letters. */

type Translated = { readonly pattern: string } | { readonly problem: string };

/** Letters that mean the same where text is read and where it is printed. */
const either = {
  Y: 'yyyy',
  y: 'yy',
  p: 'a',
  b: 'MMM',
  B: 'MMMM',
  '-d': 'd',
  '-m': 'M',
  '-H': 'H',
  '-I': 'h',
  '-M': 'm',
  '-S': 's',
};

const printed: Readonly<Record<string, string>> = {
  ...either,
  m: 'MM',
  d: 'dd',
  H: 'HH',
  I: 'hh',
  M: 'mm',
  S: 'ss',
  f: 'SSSSSS',
  g: 'SSS',
  j: 'DDD',
  a: 'EEE',
  A: 'EEEE',
  '-j': 'D',
};

/** Where text is read, one letter takes one or two digits, as ours does; next to another number the width is fixed. */
const read: Readonly<Record<string, string>> = {
  ...either,
  m: 'M',
  d: 'd',
  H: 'H',
  I: 'h',
  M: 'm',
  S: 's',
  f: '[SSSSSS][SSSSS][SSSS][SSS][SS][S]',
};

const numbers = new Set(['Y', 'y', 'm', 'd', 'H', 'I', 'M', 'S', 'f', 'j']);

export const javaDatePattern = (pattern: string, use: 'print' | 'read'): Translated => {
  const tokens = pattern.match(/%-?[A-Za-z]|%[^A-Za-z-]?|%-|[^%]+/gs) ?? [];
  let out = '';
  let plain = '';
  // Neighbours are quoted together: two quotes in a row would be a quote.
  const flush = () => {
    out += /^[\s\-/:.,_]*$/.test(plain) ? plain : `'${plain.replaceAll("'", "''")}'`;
    plain = '';
  };
  for (const [i, token] of tokens.entries()) {
    if (!token.startsWith('%') || token === '%%') {
      plain += token === '%%' ? '%' : token;
      continue;
    }
    flush();
    const letter = token.slice(1);
    const java = (use === 'print' ? printed : read)[letter];
    if (java === undefined) return { problem: `“${token}” in a date pattern has no counterpart` };
    const touching = [tokens[i - 1], tokens[i + 1]].some(
      t => t?.startsWith('%') === true && numbers.has(t.slice(1)) && t !== '%%',
    );
    out += use === 'read' && touching && numbers.has(letter) ? (printed[letter] ?? java) : java;
  }
  flush();
  return { pattern: out };
};
