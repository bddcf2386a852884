/** Which columns a grid shows, in which order, how wide and where: the person's arrangement over the port's columns. */
import { familyOf, type Schema } from '../../engine/schema/types.ts';

/** By column name, so that it outlives an edit that adds or moves columns. */
export type Arrangement = {
  readonly hidden: ReadonlySet<string>;
  readonly pinned: ReadonlySet<string>;
  /** Names in the order wished for; columns that are not named follow in their own. */
  readonly order: readonly string[];
  readonly widths: ReadonlyMap<string, number>;
};

export const plainArrangement: Arrangement = {
  hidden: new Set(),
  pinned: new Set(),
  order: [],
  widths: new Map(),
};

/** A column of the grid. `left` counts from the grid's edge for pinned columns, else from where these end. */
export type GridColumn = {
  readonly index: number;
  readonly name: string;
  readonly type: string;
  readonly width: number;
  readonly left: number;
  readonly pinned: boolean;
};

const widest = 900;
const narrowest = 48;
const letter = 8.4;

const typeWidth = (type: string): number => {
  const family = familyOf(type);
  if (family === 'timestamp') return 172;
  if (family === 'date' || family === 'boolean') return 96;
  if (family === 'float') return 128;
  if (family === 'integer' || family === 'decimal') return 104;
  return 168;
};

export const clampWidth = (width: number): number => Math.round(Math.max(narrowest, Math.min(widest, width)));

const usualWidth = (name: string, type: string): number =>
  clampWidth(Math.min(260, Math.max(typeWidth(type), name.length * letter + 56)));

/** The shown columns: pinned ones first, each group in the person's order. */
export const gridColumns = (schema: Schema, arrangement: Arrangement): readonly GridColumn[] => {
  const rank = new Map(arrangement.order.map((name, i) => [name, i]));
  const shown = schema
    .map(({ name, type }, index) => ({ name, type, index }))
    .filter(c => !arrangement.hidden.has(c.name))
    .sort((a, b) => (rank.get(a.name) ?? rank.size + a.index) - (rank.get(b.name) ?? rank.size + b.index));
  const lefts = { pinned: 0, moving: 0 };
  const placed = [
    ...shown.filter(c => arrangement.pinned.has(c.name)),
    ...shown.filter(c => !arrangement.pinned.has(c.name)),
  ];
  return placed.map(column => {
    const pinned = arrangement.pinned.has(column.name);
    const width = arrangement.widths.get(column.name) ?? usualWidth(column.name, column.type);
    const group = pinned ? 'pinned' : 'moving';
    const left = lefts[group];
    lefts[group] += width;
    return { ...column, width, left, pinned };
  });
};

export const widthOf = (columns: readonly GridColumn[]): number =>
  columns.reduce((sum, c) => sum + c.width, 0);

/** Those of the moving columns that are seen between two places, with one more on both sides. */
export const seenColumns = (
  columns: readonly GridColumn[],
  from: number,
  to: number,
): readonly GridColumn[] => {
  const moving = columns.filter(c => !c.pinned);
  const first = moving.findIndex(c => c.left + c.width > from);
  const after = moving.findIndex(c => c.left >= to);
  return moving.slice(Math.max(0, first - 1), after < 0 ? undefined : after + 1);
};

const toggled = <T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> => {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
};

export const toggleHidden = (a: Arrangement, name: string): Arrangement => ({
  ...a,
  hidden: toggled(a.hidden, name),
});

export const togglePinned = (a: Arrangement, name: string): Arrangement => ({
  ...a,
  pinned: toggled(a.pinned, name),
});

export const resized = (a: Arrangement, name: string, width: number): Arrangement => ({
  ...a,
  widths: new Map(a.widths).set(name, clampWidth(width)),
});

/** The arrangement after a column went to the place of another. */
export const placedAt = (a: Arrangement, schema: Schema, name: string, target: string): Arrangement => {
  const all = gridColumns(schema, { ...a, hidden: new Set() }).map(c => c.name);
  const to = all.indexOf(target);
  if (to < 0 || name === target) return a;
  const order = all.filter(n => n !== name);
  order.splice(to, 0, name);
  return { ...a, order };
};
