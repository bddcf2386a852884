/** Cells of tables that functions of ours make, as the text that a cast reads. */

/** A list of values that are known as text, whatever characters they hold. */
export const listText = (values: readonly string[]): string =>
  `[${values.map(value => `"${value.replace(/[\\"]/g, c => `\\${c}`)}"`).join(', ')}]`;
