/** Regular expressions as users write them: the RE2 dialect, which every engine here can follow. */

/** What a pattern has that RE2 has not, as a sentence with the way out; undefined when it may pass. */
export const patternProblem = (pattern: string): string | undefined => {
  if (pattern === '') return 'The pattern is empty. Write what to look for, such as [0-9]+.';
  const look = /\(\?<?[=!]/.exec(unescaped(pattern));
  if (look !== null)
    return `The pattern “${pattern}” looks around with “${look[0]}…)”, which is not supported. Match the text around it too and take the part in round brackets.`;
  const back = /\\[1-9]/.exec(pattern.replaceAll('\\\\', '  '));
  if (back !== null)
    return `The pattern “${pattern}” refers back with “${back[0]}”, which is not supported. Write out what may stand there.`;
  const broken = brokenBy(pattern);
  return broken === undefined
    ? undefined
    : `The pattern “${pattern}” cannot be read: ${broken}. Put a backslash before a bracket, star or question mark that is meant as such.`;
};

/** Why a pattern is none, found by the host's own dialect after what only RE2 knows was taken out. */
const brokenBy = (pattern: string): string | undefined => {
  const common = pattern
    .replace(/\\Q.*?(\\E|$)/gs, 'q')
    .replaceAll('(?P<', '(?<')
    .replace(/(?<!\\)\(\?[a-zA-Z-]+(:|\))/g, (_, end) => (end === ':' ? '(?:' : ''));
  try {
    new RegExp(common);
    return undefined;
  } catch (error) {
    return error instanceof SyntaxError ? (error.message.split(': ').at(-1) ?? '').toLowerCase() : undefined;
  }
};

/** What is wrong with the text that stands for a match, where `\1` is the first group. */
export const replacementProblem = (pattern: string, replacement: string): string | undefined => {
  const groups = groupsOf(pattern).length;
  for (const [whole, sign = ''] of replacement.matchAll(/\\(.?)/gs)) {
    if (sign === '\\') continue;
    if (!/\d/.test(sign))
      return `“${whole}” in “${replacement}” stands for nothing. Write \\1 for the first group, and \\\\ for a backslash.`;
    if (Number(sign) > groups)
      return `“${whole}” in “${replacement}” stands for a group that the pattern “${pattern}” does not have. Put what it should take in round brackets.`;
  }
  return undefined;
};

/** The pattern with escaped characters and character classes blanked, so that brackets in it count as brackets. */
const unescaped = (pattern: string): string =>
  pattern
    .replace(/\\Q.*?(\\E|$)/gs, m => ' '.repeat(m.length))
    .replace(/\\./gs, '  ')
    .replace(/\[\^?\]?[^\]]*\]/g, m => ' '.repeat(m.length));

/** The groups in round brackets, in order: the name of one that has a name, else null. */
export const groupsOf = (pattern: string): readonly (string | null)[] =>
  [...unescaped(pattern).matchAll(/\((?!\?)|\(\?P?<([A-Za-z_][A-Za-z0-9_]*)>/g)].map(m => m[1] ?? null);
