/** Lists in sentences. */

/** `a, b and 3 more`. */
export const listed = (names: readonly string[], most = 12): string =>
  names.length === 0
    ? 'none'
    : `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
