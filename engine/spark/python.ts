/** Python text. The only place where names and values of a pipeline enter Python. */

/** Characters that would end a line, hide text or turn its direction around in an editor. */
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udfff]/gu;

/** A Python text constant. */
export const pyText = (value: string): string =>
  `"${value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(unsafe, c => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)}"`;

/** Text for a comment or a docstring: one line that ends neither. */
export const pyNote = (value: string): string =>
  value
    .replace(/\s+/g, ' ')
    .replace(unsafe, ' ')
    .replaceAll('\\', '/')
    .replaceAll('"""', "'''")
    .replace(/"$/, "'")
    .trim();

/** A column name as `F.col` takes it: odd names stand in backticks. */
export const columnName = (name: string): string =>
  pyText(/^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``);
