/**
 * Where a row lies, for tables higher than an element of a browser can be. The scroll bar stands for the whole table;
 * near both ends a pixel of the bar is a pixel of the table, in between it stands for many.
 */

/** Chromium draws elements up to 33.5 million pixels, Firefox up to 17.9; this is below both. */
export const mostPixels = 8_000_000;
/** At both ends this much is one to one, so that the first and last rows are reached as everywhere. */
const exactEnd = 500_000;

export type ScrollMap = {
  /** Height of what is scrolled, as the browser sees it. */
  readonly height: number;
  /** The furthest that the table can be scrolled, in its own pixels. */
  readonly most: number;
  /** Place in the table for a place of the scroll bar. */
  readonly toTable: (bar: number) => number;
  readonly toBar: (table: number) => number;
};

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));

export const scrollMap = (tableHeight: number, viewport: number): ScrollMap => {
  const most = Math.max(0, tableHeight - viewport);
  if (tableHeight <= mostPixels)
    return {
      height: tableHeight,
      most,
      toTable: bar => clamp(bar, most),
      toBar: table => clamp(table, most),
    };
  const barMost = mostPixels - viewport;
  const ratio = (most - 2 * exactEnd) / (barMost - 2 * exactEnd);
  return {
    height: mostPixels,
    most,
    toTable: bar => {
      if (bar <= exactEnd) return clamp(bar, most);
      if (bar >= barMost - exactEnd) return clamp(most - (barMost - bar), most);
      return exactEnd + (bar - exactEnd) * ratio;
    },
    toBar: table => {
      if (table <= exactEnd) return clamp(table, barMost);
      if (table >= most - exactEnd) return clamp(barMost - (most - table), barMost);
      return exactEnd + (table - exactEnd) / ratio;
    },
  };
};

/**
 * The place in the table after the bar moved: small moves are a person's wheel or fingers and mean pixels of the table,
 * large ones are the bar being dragged and mean a place.
 */
export const moved = (
  map: ScrollMap,
  before: { readonly bar: number; readonly table: number },
  bar: number,
  viewport: number,
): number => {
  const delta = bar - before.bar;
  if (bar <= 0) return 0;
  if (bar >= map.height - viewport) return map.most;
  return Math.abs(delta) < 2 * viewport ? clamp(before.table + delta, map.most) : map.toTable(bar);
};
