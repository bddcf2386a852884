/** What the training rows looked like: drift is told from it when the model is used. */
import { aggregated, ascending, call, cases, cast, column, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import { type Field, familyOf, numeric } from '../../schema/types.ts';
import type { Artifact } from '../artifact.ts';
import type { Counts } from '../drift.ts';
import { aggregatesOf, type Data } from '../engine.ts';
import { observe } from '../features/observe.ts';
import { evenSteps } from '../in-memory.ts';
import { bump, get } from '../kernels.ts';
import { passesOver } from '../passes.ts';
import { doubleColumn, ordinary } from '../words.ts';

type Profile = Artifact['profile'];

const levelsShown = 100;
const bins = 10;

const isNumber = (f: Field): boolean => numeric.includes(familyOf(f.type)) || familyOf(f.type) === 'boolean';

export const profileOf = async (data: Data, features: readonly Field[]): Promise<Profile> => {
  const numbers = await numberProfiles(
    data,
    features.filter(isNumber).map(f => f.name),
  );
  const known = new Map(numbers.map(p => [p.column, p] as const));
  const columns: Profile = [];
  for (const feature of features) {
    const { name } = feature;
    const own = isNumber(feature) ? known.get(name) : await categoryProfile(data, name);
    if (own !== undefined) columns.push(own);
  }
  return columns;
};

/** Of a column without a value there is nothing to tell. */
export const numberProfiles = async (data: Data, columns: readonly string[]): Promise<Profile> => {
  if (columns.length === 0) return [];
  const [count, ...known] = await aggregatesOf(data, [
    { name: 'rows', expr: aggregated('count_star', []) },
    ...columns.map(name => ({ name: `known ${name}`, expr: aggregated('count', [ordinary(name)]) })),
  ]);
  const rows = Number(count);
  const names = columns.filter((_, j) => Number(known[j]) > 0);
  if (names.length === 0) return [];
  const sample = evenSteps(rows, edgeRows, names.length);
  const seen = await observe(data, names, sample.see);
  const edges = sample.columns.map(edgesOf);
  const counts = await countsOf(data, names, edges);
  return seen.map((own, j) => ({
    kind: 'number',
    column: own.column,
    rows,
    missing: rows - own.count,
    mean: own.mean,
    deviation: Math.sqrt(own.variance),
    edges: [...(edges[j] ?? [])],
    counts: [...(counts[j] ?? [])],
  }));
};

/** Rows that edges are taken from. Any edges do, as long as the rows between them are counted, and all rows are. */
const edgeRows = 100_000;

/** Different quantiles of rows at even steps through all of them: exact ones would need every column in order. */
const edgesOf = (column: Float64Array): readonly number[] => {
  const known = column.filter(Number.isFinite).sort();
  if (known.length === 0) return [];
  return [...new Set(Array.from({ length: bins - 1 }, (_, i) => interpolated(known, (i + 1) / bins)))];
};

/** By column the rows below its first edge, from one to the next, and from the last on, in one pass for all columns. */
const countsOf = async (
  data: Data,
  names: readonly string[],
  edges: readonly (readonly number[])[],
): Promise<readonly (readonly number[])[]> => {
  const counts = edges.map(own => new Float64Array(own.length + 1));
  const passes = passesOver(
    data,
    names.map(name => ({ name, expr: doubleColumn(name) })),
    { keep: 0, missing: 'pass' },
  );
  await passes.each(({ rows, stride, values }) => {
    for (const [j, own] of edges.entries()) {
      const found = counts[j] as Float64Array;
      const limits = Float64Array.from(own);
      for (let r = 0; r < rows; r++) {
        const x = get(values, j * stride + r);
        if (x - x !== 0) continue;
        let k = 0;
        while (k < limits.length && x >= (limits[k] as number)) k++;
        bump(found, k, 1);
      }
    }
  });
  return counts.map(own => Array.from(own));
};

const interpolated = (sorted: Float64Array, share: number): number => {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
};

/** Rows by the first condition that holds, those of none last. Rows without a value are left out. */
const countsBy = async (data: Data, value: Expr, conditions: readonly Expr[]): Promise<number[]> => {
  const place = cases(
    conditions.map((condition, k) => ({ when: condition, result: literal(k) })),
    literal(conditions.length),
  );
  const found = await data.engine.rows({
    op: 'aggregate',
    input: { op: 'filter', input: data.rel, condition: call('is_not_null', value) },
    groups: [{ name: 'place', expr: conditions.length === 0 ? literal(0) : place }],
    aggregates: [{ name: 'rows', expr: aggregated('count_star', []) }],
  });
  const counts = new Map(found.map(([k, n]) => [Number(k), Number(n)] as const));
  return Array.from({ length: conditions.length + 1 }, (_, k) => counts.get(k) ?? 0);
};

/** Rows below the first edge, from one to the next, and from the last on. */
const countsBetween = (data: Data, name: string, edges: readonly number[]): Promise<number[]> => {
  const x = ordinary(name);
  return countsBy(
    data,
    x,
    edges.map(edge => call('lt', x, literal(edge, 'DOUBLE'))),
  );
};

/** Rows of other data by the bins or categories of a profile, and how many have no value. */
export const countsLike = async (data: Data, profile: Profile[number]): Promise<Counts> => {
  const { column: name } = profile;
  const value = profile.kind === 'number' ? ordinary(name) : cast(column(name), 'VARCHAR');
  const counts =
    profile.kind === 'number'
      ? await countsBetween(data, name, profile.edges)
      : await countsBy(
          data,
          value,
          profile.levels.map(l => call('eq', value, literal(l.value))),
        );
  const [rows, known] = await aggregatesOf(data, [
    { name: 'rows', expr: aggregated('count_star', []) },
    { name: 'known', expr: aggregated('count', [value]) },
  ]);
  return { counts, rows: Number(rows), missing: Number(rows) - Number(known) };
};

/** A text with more values is no category: it would be kept in the file, and every new row would count as unseen. */
const mostLevels = 1000;

const categoryProfile = async (data: Data, name: string): Promise<Profile[number] | undefined> => {
  const facts = await levelFacts(data, name);
  const { rows, known, distinct } = facts;
  return known > 0 && distinct <= Math.min(mostLevels, Math.max(20, rows / 2))
    ? profileOfLevels(data, name, facts)
    : undefined;
};

type LevelFacts = { readonly rows: number; readonly known: number; readonly distinct: number };

const levelFacts = async (data: Data, name: string): Promise<LevelFacts> => {
  const [rows, known, distinct] = await aggregatesOf(data, [
    { name: 'rows', expr: aggregated('count_star', []) },
    { name: 'known', expr: aggregated('count', [column(name)]) },
    { name: 'n', expr: aggregated('count', [column(name)], { distinct: true }) },
  ]);
  return { rows: Number(rows), known: Number(known), distinct: Number(distinct) };
};

/** Of a column that is one of categories whatever it holds, such as predicted classes. */
export const levelsProfile = async (data: Data, name: string): Promise<Profile[number]> =>
  profileOfLevels(data, name, await levelFacts(data, name));

/** The most frequent values, and how many rows have another one. */
const profileOfLevels = async (
  data: Data,
  name: string,
  { rows, known }: LevelFacts,
): Promise<Profile[number]> => {
  const found = await data.engine.rows({
    op: 'limit',
    count: levelsShown,
    input: {
      op: 'sort',
      keys: [{ ...ascending(column('rows')), descending: true }, ascending(column('value'))],
      input: {
        op: 'aggregate',
        input: { op: 'filter', input: data.rel, condition: call('is_not_null', column(name)) },
        groups: [{ name: 'value', expr: cast(column(name), 'VARCHAR') }],
        aggregates: [{ name: 'rows', expr: aggregated('count_star', []) }],
      },
    },
  });
  const levels = found.map(([value, n]) => ({ value: String(value), count: Number(n) }));
  const shown = levels.reduce((s, l) => s + l.count, 0);
  return {
    kind: 'category',
    column: name,
    rows,
    missing: rows - known,
    levels,
    others: known - shown,
  };
};
