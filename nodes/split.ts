import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, integer, number, column as pick } from '../engine/catalogue/params.ts';
import { ascending, call, cases, column, literal } from '../engine/plan/build.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { freeName, plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { splitExamples } from './examples/split.ts';
import { lot, lotBelow } from './shared/lots.ts';
import { numbered } from './shared/order.ts';

const parts = ['train', 'test', 'validation'] as const;

export const split = defineNode({
  kind: 'split',
  version: 1,
  title: 'Split',
  summary: 'Parts the rows: some to learn from, others to test what was learned. Repeatable.',
  docs: `Put it above every step that learns (impute, scale, one-hot, train): a test is worth something only where the
model never saw its rows.

- \`random\`: each row goes to a part with that chance, so parts are near their share, not exactly it.
- \`stratified\`: of the rows of each value of the column (null is a value) the same share, rounded, goes to each part.
- \`time\`: the latest rows are the test, those before them validation; rows of one time stay together. Rows without a
  time count as the earliest.
- \`group\`: rows equal in the column, such as those of one customer, go to one part together.

A row draws its lot by a hash of the seed and its position (for groups, of its value), so the same rows in the same order
give the same parts whatever the number of threads. Rows keep their order.`,
  category: 'Rows',
  icon: 'split',
  keywords: ['train test split', 'holdout', 'randomsplit', 'validation', 'partition'],
  params: z.strictObject({
    by: choice(['random', 'stratified', 'time', 'group'], { label: 'How' }).default('random'),
    column: pick({ label: 'Column', when: { by: ['stratified', 'time', 'group'] } }).optional(),
    test: number({ label: 'Share for the test', min: 0, max: 1 }).default(0.2),
    validation: number({ label: 'Share for validation', min: 0, max: 1 }).default(0),
    seed: integer({ label: 'Seed', when: { by: ['random', 'stratified', 'group'] } }).default(0),
  }),
  inputs: { in: table('Rows') },
  outputs: { train: table('To learn from'), test: table('To test'), validation: table('To choose by') },
  splits: true,
  lower: ({ params, input, local }) => {
    const { rel, schema } = input();
    const problem = problemOf(params);
    if (problem !== undefined) return { problems: [problem] };
    const names = schema.map(f => f.name);
    const part = freeName('__part', names);
    const { rel: parted, arrival } = partedRows(params, rel, names, part);
    const only = (index: number): Rel => {
      const own: Rel = {
        op: 'filter',
        input: local('parted'),
        condition: call('eq', column(part), literal(index)),
      };
      const ordered: Rel = arrival === undefined ? own : { op: 'sort', input: own, keys: [arrival] };
      return { op: 'project', input: ordered, columns: plain(names) };
    };
    return {
      locals: { parted },
      outputs: Object.fromEntries(parts.map((port, index) => [port, only(index)])),
    };
  },
  examples: splitExamples,
});

type Settings = {
  readonly by: 'random' | 'stratified' | 'time' | 'group';
  readonly column?: { readonly name: string } | undefined;
  readonly test: number;
  readonly validation: number;
  readonly seed: number;
};

const problemOf = ({ by, column: of, test, validation }: Settings): Problem | undefined => {
  if (test + validation > 1)
    return {
      param: 'validation',
      message: `The test takes ${test} and validation ${validation} of the rows, more than there are. Let both together be at most 1.`,
    };
  if (by !== 'random' && of === undefined)
    return {
      param: 'column',
      message: `The column is missing that rows are parted by. Name it, or choose random.`,
    };
  if (by === 'random' && of !== undefined)
    return {
      param: 'column',
      message: `A column is only for stratified, time and group, and the way is random. Take it away, or choose one of those.`,
    };
  return undefined;
};

/** 1 below the test's share, 2 below that of test and validation together, else 0. */
const partOf = (test: Expr, either: Expr): Expr =>
  cases(
    [
      { when: test, result: literal(1) },
      { when: either, result: literal(2) },
    ],
    literal(0),
  );

const partedRows = (p: Settings, input: Rel, names: readonly string[], part: string) => {
  const of = column(p.column?.name ?? '');
  const both = p.test + p.validation;
  const withPart = (rel: Rel, kept: readonly string[], expr: Expr): Rel => ({
    op: 'project',
    input: rel,
    columns: [...plain(kept), { name: part, expr }],
  });
  if (p.by === 'group') {
    const drawn = lot(p.seed, [of]);
    return {
      rel: withPart(input, names, partOf(lotBelow(drawn, p.test), lotBelow(drawn, both))),
      arrival: undefined,
    };
  }
  const { rel: placed, arrival, name: position } = numbered(input, names);
  const drawn = lot(p.seed, [column(position)]);
  const all = [...names, position];
  if (p.by === 'random')
    return {
      rel: withPart(placed, all, partOf(lotBelow(drawn, p.test), lotBelow(drawn, both))),
      arrival: undefined,
    };
  const rank = freeName('__rank', all);
  const size = freeName('__size', all);
  const partition = p.by === 'stratified' ? [of] : [];
  const order =
    p.by === 'stratified'
      ? [ascending(drawn), arrival]
      : [{ expr: of, descending: false, nulls: 'first' as const }];
  const ranked: Rel = {
    op: 'project',
    input: placed,
    columns: [
      ...plain(all),
      {
        name: rank,
        expr: { op: 'over', fn: p.by === 'stratified' ? 'row_number' : 'rank', args: [], partition, order },
      },
      { name: size, expr: { op: 'over', fn: 'count_star', args: [], partition, order: [] } },
    ],
  };
  // Of each value the lowest lots are the test; of time the latest rows.
  const within = (share: number): Expr =>
    p.by === 'stratified'
      ? call('le', column(rank), call('round', call('multiply', column(size), literal(share, 'DOUBLE'))))
      : call('gt', column(rank), call('round', call('multiply', column(size), literal(1 - share, 'DOUBLE'))));
  return { rel: withPart(ranked, all, partOf(within(p.test), within(both))), arrival };
};
