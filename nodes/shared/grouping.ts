/** Grouping sets: subtotals and totals beside the groups themselves. */
import type { Problem } from '../../engine/catalogue/node.ts';
import { aggregated, allOf, call, column, literal } from '../../engine/plan/build.ts';
import type { Expr } from '../../engine/plan/expr.ts';

/** Positions of the group columns in every grouping set. */
export const setsOf = (
  grouping: 'plain' | 'rollup' | 'cube' | 'sets',
  keys: readonly string[],
  sets: readonly (readonly { readonly name: string }[])[],
): readonly (readonly number[])[] | undefined => {
  const all = keys.map((_, i) => i);
  switch (grouping) {
    case 'plain':
      return undefined;
    case 'rollup':
      return [...all, keys.length].reverse().map(length => all.slice(0, length));
    case 'cube':
      return Array.from({ length: 2 ** keys.length }, (_, mask) =>
        all.filter(i => (mask & (1 << (keys.length - 1 - i))) === 0),
      );
    case 'sets':
      return sets.map(set => set.map(c => keys.indexOf(c.name)).filter(i => i >= 0));
  }
};

/** The names of the columns that a row is grouped by, told from the grouping set it belongs to. */
export const levelExpr = (keys: readonly string[], sets: readonly (readonly number[])[]): Expr => {
  const total = 'all rows';
  const label = (set: readonly number[]) => (set.length === 0 ? total : set.map(i => keys[i]).join(', '));
  return {
    op: 'case',
    branches: sets.map(set => ({
      when: allOf(
        keys.map((key, i) =>
          call('eq', aggregated('grouping', [column(key)]), literal(set.includes(i) ? 0 : 1)),
        ),
      ),
      result: literal(label(set)),
    })),
  };
};

/** What keeps the groups from being computed. */
export const groupingProblems = (
  params: {
    readonly grouping: string;
    readonly aggregates: readonly unknown[];
    readonly levelColumn?: string | undefined;
    readonly sets: readonly (readonly { readonly name: string }[])[];
  },
  keys: readonly string[],
): readonly Problem[] => {
  if (keys.length === 0 && params.aggregates.length === 0)
    return [
      { param: 'aggregates', message: 'There is nothing to compute. Add a figure, or columns to group by.' },
    ];
  if (params.grouping === 'plain')
    return params.levelColumn === undefined || keys.length > 0
      ? []
      : [{ param: 'levelColumn', message: 'A level column needs columns to group by.' }];
  if (keys.length === 0) return [{ param: 'groupBy', message: 'Subtotals need columns to group by.' }];
  if (params.grouping === 'cube' && keys.length > 8)
    return [
      {
        param: 'groupBy',
        message: `A cube of ${keys.length} columns has ${2 ** keys.length} groupings; 8 columns are the most. List the grouping sets instead.`,
      },
    ];
  if (params.grouping !== 'sets') return [];
  if (params.sets.length === 0)
    return [{ param: 'sets', message: 'No grouping sets are listed. List them, such as [["country"], []].' }];
  const unused = keys.filter(key => !params.sets.some(set => set.some(c => c.name === key)));
  if (unused.length > 0)
    return [
      {
        param: 'sets',
        message: `“${unused[0]}” is among the columns to group by, but in no grouping set. Add it to one, or remove it.`,
      },
    ];
  return params.sets.flatMap((set, i) =>
    set
      .filter(c => !keys.includes(c.name))
      .map(c => ({
        param: `sets[${i}]`,
        message: `“${c.name}” is in a grouping set, but not among the columns to group by. Add it there.`,
      })),
  );
};
