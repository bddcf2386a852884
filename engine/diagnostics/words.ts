/** Puts a name in curly quotes, with invisible and direction-changing characters made visible, and cut to a size. */
export const quoted = (name: string): string => `“${visible(name)}”`;

/** Control, zero-width and bidirectional characters as `\u{…}`, so that a name cannot disguise itself. */
export const visible = (text: string, limit = 200): string => {
  const shown = text
    .slice(0, limit)
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
      c => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
    );
  return text.length > limit ? `${shown}…` : shown;
};

/** `a, b and 3 more`. */
export const listed = (names: readonly string[], most = 12): string => {
  if (names.length === 0) return 'none';
  const shown = names
    .slice(0, most)
    .map(name => visible(name, 60))
    .join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
};

/** ` Did you mean “amount”?`, or nothing. */
export const didYouMean = (near: string | undefined | null): string =>
  near === undefined || near === null ? '' : ` Did you mean ${quoted(near)}?`;

/** `1 row`, `3 rows`. */
export const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
