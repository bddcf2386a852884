import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import {
  choice,
  columns,
  expression,
  group,
  labelled,
  listOf,
  newName,
  column as pick,
  toggle,
} from '../engine/catalogue/params.ts';
import { allOf, call, column } from '../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../engine/plan/expr.ts';
import { plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { joinExamples } from './examples/join.ts';
import { asofCondition, asofProblems, asofRel } from './shared/join-asof.ts';
import { keyConditions, keyProblems, mergedKeys, rightNames, sided } from './shared/join-columns.ts';
import { joinReport, partnered } from './shared/join-report.ts';

const hows = ['inner', 'left', 'right', 'full', 'semi', 'anti', 'cross', 'asof', 'range'] as const;

const keyPair = z.preprocess(
  // One name stands for a key that is called the same on both sides.
  value => (typeof value === 'string' ? { left: value, right: value } : value),
  group({
    left: pick({ port: 'left', label: 'Left key' }),
    right: pick({ port: 'right', label: 'Right key' }),
  }),
);

const params = z.strictObject({
  how: choice(hows, { label: 'Rows to keep' }).default('inner'),
  keys: listOf(keyPair, {
    label: 'Keys that must be equal',
    when: { how: ['inner', 'left', 'right', 'full', 'semi', 'anti', 'asof', 'range'] },
  }).default([]),
  nullsEqual: toggle({ label: 'A missing key equals a missing key', advanced: true }).default(false),
  condition: expression({
    port: 'left+right',
    result: 'boolean',
    label: 'Further condition',
    placeholder: 'amount <= credit_limit',
    help: 'Names columns of both sides as the result has them: a right column with the suffix where the left has its name too.',
    advanced: true,
  }).optional(),
  columns: columns({ port: 'right', label: 'Columns of the right', help: 'All when empty.' }).default([]),
  suffix: newName({ label: 'Suffix for names that both sides have', advanced: true }).default('_right'),
  asof: group(
    {
      left: pick({ port: 'left', label: 'Time of the left' }),
      right: pick({ port: 'right', label: 'Time of the right' }),
      direction: choice(['backward', 'forward', 'nearest'], { label: 'Look' }).default('backward'),
      exact: toggle({ label: 'The same time counts' }).default(true),
      tolerance: labelled(z.union([z.number(), z.string().min(1)]), {
        label: 'At most this far apart',
        placeholder: '15 minutes',
      }).optional(),
    },
    { label: 'Times to bring together', when: { how: ['asof'] } },
  ).optional(),
  range: group(
    {
      value: pick({ port: 'left', label: 'Value of the left' }),
      from: pick({ port: 'right', label: 'Start on the right' }),
      to: pick({ port: 'right', label: 'End on the right' }),
      bounds: choice(['[)', '[]', '(]', '()'], { label: 'Which ends belong to it' }).default('[)'),
    },
    { label: 'Range that the value lies in', when: { how: ['range'] } },
  ).optional(),
  keepUnmatched: toggle({
    label: 'As-of and range: keep left rows without a match',
    when: { how: ['asof', 'range'] },
  }).default(true),
});

type Params = z.output<typeof params>;

/** What the settings lack or have too much of. */
const shapeProblems = (p: Params): readonly Problem[] => {
  const found: Problem[] = [];
  if (p.how === 'cross' && (p.keys.length > 0 || p.condition !== undefined))
    found.push({
      param: 'how',
      message:
        'A cross join pairs every row with every row, so it takes no keys and no condition. Choose “inner”, or remove them.',
    });
  if (
    ['inner', 'left', 'right', 'full', 'semi', 'anti'].includes(p.how) &&
    p.keys.length === 0 &&
    p.condition === undefined
  )
    found.push({
      param: 'keys',
      message:
        'The join has no keys and no condition. Add a key, or choose “cross” to pair every row with every row.',
    });
  if (p.how === 'asof' && p.asof === undefined)
    found.push({ param: 'asof', message: 'An as-of join needs the time columns of both sides.' });
  if (p.how === 'range' && p.range === undefined)
    found.push({
      param: 'range',
      message: 'A range join needs a value on the left, and start and end on the right.',
    });
  if (p.how === 'asof' && p.condition !== undefined)
    found.push({
      param: 'condition',
      message: 'An as-of join takes no further condition. Filter one side before it.',
    });
  if (p.how === 'asof' && p.nullsEqual)
    found.push({
      param: 'nullsEqual',
      message: 'In an as-of join a missing key never matches. Turn this off, or fill the keys first.',
    });
  return found;
};

const rangeCondition = (range: NonNullable<Params['range']>): readonly Expr[] => {
  const value = column(range.value.name, 'left');
  return [
    call(range.bounds.startsWith('[') ? 'ge' : 'gt', value, column(range.from.name, 'right')),
    call(range.bounds.endsWith(']') ? 'le' : 'lt', value, column(range.to.name, 'right')),
  ];
};

const rangePairs = (range: NonNullable<Params['range']>) => [
  { left: range.value, right: range.from, param: 'range.from' },
  { left: range.value, right: range.to, param: 'range.to' },
];

export const join = defineNode({
  kind: 'join',
  version: 1,
  title: 'Join',
  summary: 'Puts the columns of two tables side by side for rows that belong together.',
  docs: `*Inner* keeps pairs, *left*, *right* and *full* also the rows of that side without a partner, *semi* the left rows
that have a partner and *anti* those that have none; *cross* pairs every row with every row.

*As-of* gives each left row the one right row that is nearest in time: the latest not after it (backward), the earliest
not before it (forward), or the nearer of both; of right rows at the same time the last that arrives (looking forward the
first). A tolerance, such as \`5 minutes\` or a number, limits the distance. *Range* pairs a left value with the right rows
whose range holds it.

A missing key equals nothing, not even another missing key, unless that is turned on. A row with several partners comes
several times. Keys of the same name appear once, in *right* and *full* joins filled from either side; all other columns
of the right follow those of the left, with the suffix where the left has the name too.

The other outputs hold the rows without a partner, and a report: one row a side with the number of rows, of those with
and without a partner, of rows with a missing key, and of keys that occur more than once. For as-of, a partner is a row
that could be taken. They cost nothing until they are connected.`,
  category: 'Combine',
  icon: 'merge',
  keywords: [
    'merge',
    'vlookup',
    'inner',
    'left',
    'outer',
    'asof',
    'as-of',
    'semi',
    'anti',
    'cross',
    'combine',
  ],
  params,
  inputs: { left: table('Left'), right: table('Right') },
  outputs: {
    out: table('Joined rows'),
    unmatched_left: table('Left rows without a partner'),
    unmatched_right: table('Right rows without a partner'),
    report: table('Report of the match'),
  },
  lower: ({ params: p, input }) => {
    const [left, right] = [input('left'), input('right')];
    const pairs = [
      ...p.keys.map((key, i) => ({ ...key, param: `keys[${i}]` })),
      ...(p.how === 'asof' && p.asof ? [{ left: p.asof.left, right: p.asof.right, param: 'asof' }] : []),
      ...(p.how === 'range' && p.range ? rangePairs(p.range) : []),
    ];
    const names = rightNames(left.schema, right.schema, p.keys, p.suffix);
    const further = p.condition && sided(p.condition, left.schema, right.schema, names, 'condition');
    const problems = [
      ...shapeProblems(p),
      ...keyProblems(pairs, left.schema, right.schema),
      ...(p.how === 'asof' && p.asof ? asofProblems({ settings: p.asof, left, right }) : []),
      ...(further && 'problems' in further ? further.problems : []),
    ];
    if (problems.length > 0) return { problems };
    const asof = p.how === 'asof' ? p.asof : undefined;
    const condition =
      asof === undefined
        ? allOf([
            ...keyConditions(p.keys, p.nullsEqual),
            ...(p.how === 'range' && p.range ? rangeCondition(p.range) : []),
            ...(further && 'expr' in further ? [further.expr] : []),
          ])
        : asofCondition({ settings: asof, left, right, keys: p.keys });
    const wanted = new Set(p.columns.map(c => c.name));
    const taken = [...names]
      .filter(([name]) => wanted.size === 0 || wanted.has(name))
      .map(([name, shown]) => ({ column: name, name: shown }));
    const sides = { left, right, condition };
    return {
      outputs: {
        out:
          asof === undefined
            ? ({
                op: 'join',
                how: planHow(p),
                left: left.rel,
                right: right.rel,
                condition,
                columns: outColumns(
                  p,
                  left.schema.map(f => f.name),
                  taken,
                ),
              } satisfies Rel)
            : asofRel({ settings: asof, keys: p.keys, left, right, taken, keep: p.keepUnmatched }),
        unmatched_left: partnered(sides, 'left', 'anti'),
        unmatched_right: partnered(sides, 'right', 'anti'),
        report: joinReport(sides, p.keys),
      },
    };
  },
  examples: joinExamples,
});

const planHow = (p: Params) => {
  if (p.how === 'range' || p.how === 'asof') return p.keepUnmatched ? 'left' : 'inner';
  return p.how;
};

/** Left columns, keys filled from the side whose rows are all kept, then the chosen columns of the right. */
const outColumns = (
  p: Params,
  lefts: readonly string[],
  taken: readonly { readonly column: string; readonly name: string }[],
): readonly NamedExpr[] => {
  if (p.how === 'semi' || p.how === 'anti') return plain(lefts, 'left');
  const merged = new Map(mergedKeys(p.keys).map(key => [key.left.name, key.right.name]));
  return [
    ...lefts.map((name): NamedExpr => {
      const key = merged.get(name);
      const own = column(name, 'left');
      if (key === undefined) return { name, expr: own };
      if (p.how === 'right') return { name, expr: column(key, 'right') };
      return { name, expr: p.how === 'full' ? call('coalesce', own, column(key, 'right')) : own };
    }),
    ...taken.map(t => ({ name: t.name, expr: column(t.column, 'right') })),
  ];
};
