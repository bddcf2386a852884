/** What a number format makes of a number, as far as a data type depends on it. */
export type Shows = 'number' | 'decimal' | 'date' | 'time';

/**
 * The formats that a workbook need not spell out. 27-36 and 50-58 are dates in East Asian versions of Excel;
 * 45 and 47 (`mm:ss`, `mm:ss.0`) are times of day, 46 (`[h]:mm:ss`) is a span and stays a number of days.
 */
const builtIn = (id: number): Shows => {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date';
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return 'time';
  if ([2, 4, 9, 10, 11, 12, 13, 39, 40, 43, 44, 46, 48].includes(id)) return 'decimal';
  return 'number';
};

/** The first section of a format, without literals, colours, locales and padding: `[$-409]d "of" mmm` → `d  mmm`. */
const bare = (code: string): string =>
  (
    code
      .slice(0, 1000)
      .replace(/"[^"]*"|\\.|_.|\*./g, '')
      .split(';')[0] ?? ''
  ).replace(/\[(?![hms]+\])[^\]]*\]/gi, '');

/** What a format code such as `yyyy-mm-dd` or `0.00` shows. `AM/PM`, `General` and currencies are understood. */
export const formatShows = (code: string): Shows => {
  const plain = bare(code).toLowerCase();
  if (plain.includes('general')) return 'number';
  if (/\[[hms]+\]/.test(plain)) return 'decimal';
  const letters = plain.replace(/am\/pm|a\/p/g, 'h');
  // Era and Buddhist years (e, g, b) count as dates only beside a day, month or year.
  if (/[yd]/.test(letters)) return 'date';
  if (/[hs]/.test(letters)) return 'time';
  if (/m/.test(letters)) return 'date';
  return /[0#?]\.[0#?]|%|e[+-]|\?\/|#\//.test(letters) ? 'decimal' : 'number';
};

/** What the format of that number shows: the workbook's own spelling first, then the built-in meaning. */
export const shownBy = (id: number, codes: ReadonlyMap<number, string>): Shows => {
  const code = codes.get(id);
  return code === undefined ? builtIn(id) : formatShows(code);
};
