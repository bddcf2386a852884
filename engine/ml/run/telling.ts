/** Columns that tell the label by themselves: most often they were filled in when it was known already. */
import { cast, column } from '../../plan/build.ts';
import type { Task } from '../../plan/learning.ts';
import { type Field, familyOf, numeric } from '../../schema/types.ts';
import type { Cell, Data } from '../engine.ts';

/** Looked at; of fewer than the least nothing can be said. */
const cells = 500_000;
const mostRows = 10_000;
const least = 20;
/** Rows that a value needs on average: values of few rows each tell the label by chance. */
const rowsOfValue = 5;

type Pair = readonly [value: Cell, label: Cell];

/** Every value goes with one class, and is there often enough to say so. */
const valuesTell = (pairs: readonly Pair[]): boolean => {
  const labels = new Map<Cell, Cell>();
  for (const [value, label] of pairs) {
    if (labels.has(value) && labels.get(value) !== label) return false;
    labels.set(value, label);
  }
  return labels.size * rowsOfValue <= pairs.length;
};

/** The classes lie beside each other along the numbers, each of several rows. */
const rangesTell = (pairs: readonly Pair[]): boolean => {
  const ranges = new Map<Cell, { low: number; high: number; rows: number }>();
  for (const [value, label] of pairs) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return false;
    const { low, high, rows } = ranges.get(label) ?? { low: value, high: value, rows: 0 };
    ranges.set(label, { low: Math.min(low, value), high: Math.max(high, value), rows: rows + 1 });
  }
  const sorted = [...ranges.values()].sort((a, b) => a.low - b.low);
  return sorted.every(
    ({ low, rows }, i) => rows >= rowsOfValue && (i === 0 || low > (sorted[i - 1]?.high ?? low)),
  );
};

/** The label is the number itself in another unit: they lie on a line. */
const lineTells = (pairs: readonly Pair[]): boolean => {
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (const [a, b] of pairs) {
    if (typeof a !== 'number' || typeof b !== 'number') return false;
    // Means that move with the rows: squares of large numbers that differ little would lose the difference.
    n++;
    const [da, db] = [a - x, b - y];
    x += da / n;
    y += db / n;
    xx += da * (a - x);
    yy += db * (b - y);
    xy += da * (b - y);
  }
  return xx > 0 && yy > 0 && (xy * xy) / (xx * yy) > 1 - 1e-9;
};

const isNumber = (field: Field): boolean => numeric.includes(familyOf(field.type));

/** Names of the features of which any alone tells the label of every row that is looked at. */
export const tellingColumns = async (
  { engine, rel }: Data,
  of: {
    readonly task: Task;
    readonly label: string;
    readonly features: readonly Field[];
  },
): Promise<readonly string[]> => {
  const { task, label } = of;
  const features = of.features.filter(f => task === 'class' || isNumber(f)).slice(0, 1000);
  if (features.length === 0) return [];
  const rows = await engine.rows({
    op: 'project',
    input: {
      op: 'limit',
      count: Math.max(1000, Math.min(mostRows, Math.floor(cells / features.length))),
      input: rel,
    },
    columns: [
      { name: 'label', expr: cast(column(label), task === 'class' ? 'VARCHAR' : 'DOUBLE') },
      ...features.map((f, i) => ({
        name: `c${i}`,
        expr: cast(column(f.name), isNumber(f) ? 'DOUBLE' : 'VARCHAR'),
      })),
    ],
  });
  const known = rows.filter(([value]) => value !== null && value !== undefined);
  if (known.length < least || new Set(known.map(([value]) => value)).size < 2) return [];
  const tells = (field: Field, i: number): boolean => {
    const pairs = known.map((row): Pair => [row[i + 1] ?? null, row[0] ?? null]);
    if (task !== 'class') return lineTells(pairs);
    return isNumber(field) ? valuesTell(pairs) || rangesTell(pairs) : valuesTell(pairs);
  };
  return features.filter(tells).map(f => f.name);
};
