/** What the training rows looked like: drift is told from it when the model is used. */
import { aggregated, ascending, call, cases, cast, column, literal } from '../../plan/build.ts';
import { type Field, familyOf, numeric } from '../../schema/types.ts';
import type { Artifact } from '../artifact.ts';
import { aggregatesOf, type Data } from '../engine.ts';
import { observe } from '../features/observe.ts';
import { ordinary, quantiles } from '../features/scale.ts';

type Profile = Artifact['profile'];

const levelsShown = 100;
const bins = 10;

export const profileOf = async (
  data: Data,
  features: readonly Field[],
): Promise<{ readonly rows: number; readonly columns: Profile }> => {
  const numbers = features.filter(f => numeric.includes(familyOf(f.type)) || familyOf(f.type) === 'boolean');
  const [count] = await aggregatesOf(data, [{ name: 'rows', expr: aggregated('count_star', []) }]);
  const rows = Number(count);
  const names = numbers.map(f => f.name);
  const seen = new Map(
    names.length === 0 ? [] : (await observe(data, names)).map(s => [s.column, s] as const),
  );
  const shares = Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins);
  const edges = names.length === 0 ? [] : await quantiles(data, names, shares);
  const columns: Profile = [];
  for (const { name } of features) {
    const own = seen.get(name);
    if (own === undefined) columns.push(await levelsProfile(data, name, rows));
    else {
      const at = [...new Set(edges[names.indexOf(name)] ?? [])];
      columns.push({
        kind: 'number',
        column: name,
        rows,
        missing: rows - own.count,
        mean: own.mean,
        deviation: Math.sqrt(own.variance),
        edges: at,
        counts: await countsBetween(data, name, at),
      });
    }
  }
  return { rows, columns };
};

/** Rows below the first edge, from one to the next, and from the last on. */
const countsBetween = async (data: Data, name: string, edges: readonly number[]): Promise<number[]> => {
  const x = ordinary(name);
  const bin = cases(
    edges.map((edge, k) => ({ when: call('lt', x, literal(edge, 'DOUBLE')), result: literal(k) })),
    literal(edges.length),
  );
  const found = await data.engine.rows({
    op: 'aggregate',
    input: { op: 'filter', input: data.rel, condition: call('is_not_null', x) },
    groups: [{ name: 'bin', expr: bin }],
    aggregates: [{ name: 'rows', expr: aggregated('count_star', []) }],
  });
  const counts = new Map(found.map(([k, n]) => [Number(k), Number(n)] as const));
  return Array.from({ length: edges.length + 1 }, (_, k) => counts.get(k) ?? 0);
};

const levelsProfile = async (data: Data, name: string, rows: number): Promise<Profile[number]> => {
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
  const [known] = await aggregatesOf(data, [{ name: 'n', expr: aggregated('count', [column(name)]) }]);
  const levels = found.map(([value, n]) => ({ value: String(value), count: Number(n) }));
  const shown = levels.reduce((s, l) => s + l.count, 0);
  return {
    kind: 'category',
    column: name,
    rows,
    missing: rows - Number(known),
    levels,
    others: Number(known) - shown,
  };
};
