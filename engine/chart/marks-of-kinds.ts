/** What the marks of each kind of chart are, over rows with columns `x`, `y`, `colour` and `sum`. */
import { aggregated, ascending, call, cast, column, descending, literal, when } from '../plan/build.ts';
import type { Expr, NamedExpr, SortKey } from '../plan/expr.ts';
import { plain } from '../plan/names.ts';
import type { Rel } from '../plan/relation.ts';
import type { Axis } from './axis.ts';
import { type Chart, type ChartField, most } from './declare.ts';
import { binned, given, number, onlyFrequent } from './parts.ts';

/** The column beside the marks that says how many different values a field had before most were left out. */
export const ofField = (name: string): string => `of_${name}`;
const [ofX, ofColour] = [ofField('x'), ofField('colour')];

export type Parts = {
  readonly x: Axis;
  readonly y: Axis | undefined;
  readonly colour: Axis | undefined;
  /** The aggregate over the column `sum`, and what it is called. */
  readonly value: Expr;
  readonly valueLabel: string;
};

export type Made = {
  readonly fields: readonly ChartField[];
  readonly marks: Rel;
  readonly tell: readonly string[];
  readonly order: readonly SortKey[];
};

type Maker = (rows: Rel, has: readonly string[], parts: Parts) => Made;

const field = (name: string, { role, label }: Pick<Axis, 'role' | 'label'>): ChartField => ({
  name,
  role,
  label,
});

export const aggregate = (kind: Chart['aggregate']): Expr => {
  const of = (fn: 'sum' | 'avg' | 'median' | 'min' | 'max'): Expr =>
    cast(aggregated(fn, [column('sum')]), 'DOUBLE');
  switch (kind) {
    case 'count':
      return aggregated('count_star', []);
    case 'mean':
      return of('avg');
    case 'sum':
    case 'median':
    case 'min':
    case 'max':
      return of(kind);
  }
};

/** One mark for each combination of `by`, with what is told carried along. */
const summed = (
  input: Rel,
  by: readonly string[],
  tell: readonly string[],
  more: readonly NamedExpr[],
): Rel => ({
  op: 'aggregate',
  input,
  groups: plain(by),
  aggregates: [...more, ...tell.map(name => ({ name, expr: aggregated('max', [column(name)]) }))],
});

const coloured = (rows: Rel, all: Rel, keep: readonly string[], { colour }: Parts) =>
  colour === undefined
    ? { rows, by: [], tell: [] }
    : {
        rows: onlyFrequent(rows, all, keep, 'colour', most.colours, ofColour),
        by: ['colour'],
        tell: [ofColour],
      };

const colourField = ({ colour }: Parts): readonly ChartField[] =>
  colour === undefined ? [] : [field('colour', colour)];

const bar: Maker = (rows, has, parts) => {
  const some = onlyFrequent(rows, rows, has, 'x', most.categories, ofX);
  const painted = coloured(some, rows, [...has, ofX], parts);
  const tell = [ofX, ...painted.tell];
  return {
    fields: [
      field('x', parts.x),
      { name: 'value', role: 'number', label: parts.valueLabel },
      ...colourField(parts),
    ],
    marks: summed(painted.rows, ['x', ...painted.by], tell, [{ name: 'value', expr: parts.value }]),
    tell,
    order: [
      descending(column('value')),
      ascending(column('x')),
      ...painted.by.map(name => ascending(column(name))),
    ],
  };
};

const line: Maker = (rows, has, parts) => {
  const stepped = binned(given(rows, ['x']), has, 'x', most.steps);
  const painted = coloured(stepped, given(rows, ['x']), has, parts);
  return {
    fields: [
      field('x', parts.x),
      { name: 'value', role: 'number', label: parts.valueLabel },
      ...colourField(parts),
    ],
    marks: summed(painted.rows, ['x', ...painted.by], painted.tell, [{ name: 'value', expr: parts.value }]),
    tell: painted.tell,
    order: ['x', ...painted.by].map(name => ascending(column(name))),
  };
};

const histogram: Maker = (rows, has, parts) => {
  const bins = binned(given(rows, ['x']), has, 'x', most.bins, true);
  const painted = coloured(bins, given(rows, ['x']), [...has, 'x2'], parts);
  return {
    fields: [
      field('x', parts.x),
      field('x2', parts.x),
      { name: 'value', role: 'number', label: 'Rows' },
      ...colourField(parts),
    ],
    marks: summed(painted.rows, ['x', 'x2', ...painted.by], painted.tell, [
      { name: 'value', expr: aggregated('count_star', []) },
    ]),
    tell: painted.tell,
    order: ['x', ...painted.by].map(name => ascending(column(name))),
  };
};

const prime = literal(2147483647);
const cut = (expr: Expr): Expr => call('modulo', expr, prime);
const draw = call('multiply', column('place'), literal(48271));
const drawn = column('lot');

/**
 * Every row draws its lot by its place: the same rows at each run, since a chart that changes by itself tells nothing. A
 * cube, since a product alone picks rows at equal distances, which shows patterns that are not there.
 */
const lots = (rows: Rel, keep: readonly string[]): Rel => {
  const numbered: Rel = {
    op: 'project',
    input: rows,
    columns: [
      ...plain(keep),
      { name: 'place', expr: { op: 'over', fn: 'row_number', args: [], partition: [], order: [] } },
    ],
  };
  const first: Rel = {
    op: 'project',
    input: numbered,
    columns: [...plain(keep), { name: 'lot', expr: cut(draw) }],
  };
  const cube = cut(call('multiply', cut(call('multiply', drawn, drawn)), drawn));
  return { op: 'project', input: first, columns: [...plain(keep), { name: 'lot', expr: cube }] };
};

const scatter: Maker = (rows, has, parts) => {
  const painted = coloured(given(rows, ['x', 'y']), given(rows, ['x', 'y']), has, parts);
  const kept = [...has, ...painted.tell];
  const some: Rel = {
    op: 'limit',
    input: { op: 'sort', input: lots(painted.rows, kept), keys: [ascending(column('lot'))] },
    count: most.points,
  };
  const [x, y] = [parts.x, parts.y ?? parts.x];
  return {
    fields: [field('x', x), field('y', y), ...colourField(parts)],
    marks: { op: 'project', input: some, columns: plain(kept) },
    tell: painted.tell,
    order: ['x', 'y', ...painted.by].map(name => ascending(column(name))),
  };
};

const box: Maker = (rows, has, parts) => {
  const some = given(onlyFrequent(rows, rows, has, 'x', most.categories, ofX), ['y']);
  const quantile = (name: string, at: number): NamedExpr => ({
    name,
    expr: aggregated('quantile_cont', [column('y'), literal(at)]),
  });
  const middle: Rel = {
    op: 'aggregate',
    input: some,
    groups: plain(['x']),
    aggregates: [quantile('q1', 0.25), quantile('median', 0.5), quantile('q3', 0.75)],
  };
  const quartiles = ['q1', 'median', 'q3'];
  const joined: Rel = {
    op: 'join',
    how: 'inner',
    left: some,
    right: middle,
    condition: call('same', column('x', 'left'), column('x', 'right')),
    columns: [...plain(['x', 'y', ofX], 'left'), ...plain(quartiles, 'right')],
  };
  const reach = call('multiply', number(1.5), call('subtract', column('q3'), column('q1')));
  const inside = (fn: 'min' | 'max'): Expr =>
    aggregated(fn, [
      fn === 'min'
        ? when(call('ge', column('y'), call('subtract', column('q1'), reach)), column('y'))
        : when(call('le', column('y'), call('add', column('q3'), reach)), column('y')),
    ]);
  return {
    fields: [
      field('x', parts.x),
      ...['low', ...quartiles, 'high'].map(name => ({
        name,
        role: 'number' as const,
        label: parts.y?.label ?? '',
      })),
    ],
    marks: summed(
      joined,
      ['x', ...quartiles],
      [ofX],
      [
        { name: 'low', expr: inside('min') },
        { name: 'high', expr: inside('max') },
      ],
    ),
    tell: [ofX],
    order: [ascending(column('x'))],
  };
};

const heat: Maker = (rows, has, parts) => {
  const sides = [
    { key: 'x', axis: parts.x },
    { key: 'y', axis: parts.y ?? parts.x },
  ] as const;
  const names = sides.filter(({ axis }) => axis.role === 'category').map(({ key }) => key);
  const lines = sides.filter(({ axis }) => axis.role !== 'category');
  const keys = lines.map(({ key }) => key);
  const tell = names.map(ofField);
  const ends = keys.map(key => `${key}2`);
  const some = names.reduce(
    (rel, key, i) =>
      onlyFrequent(rel, rows, [...has, ...tell.slice(0, i)], key, most.categories, ofField(key)),
    given(rows, keys),
  );
  const tiles = keys.reduce(
    (rel, key, i) => binned(rel, [...has, ...tell, ...ends.slice(0, i)], key, most.tiles),
    some,
  );
  return {
    fields: [
      ...sides.map(({ key, axis }) => field(key, axis)),
      { name: 'value', role: 'number', label: parts.valueLabel },
      ...lines.map(({ key, axis }) => field(`${key}2`, axis)),
    ],
    marks: summed(tiles, ['x', 'y', ...ends], tell, [{ name: 'value', expr: parts.value }]),
    tell,
    order: ['x', 'y'].map(name => ascending(column(name))),
  };
};

const makers: Readonly<Record<Chart['kind'], Maker>> = { bar, line, scatter, histogram, box, heat };

/** A line and a histogram of names are bars. */
export const drawnAs = (kind: Chart['kind'], x: Axis['role']): Chart['kind'] =>
  (kind === 'line' || kind === 'histogram') && x === 'category' ? 'bar' : kind;

export const marksOf = (kind: Chart['kind'], rows: Rel, has: readonly string[], parts: Parts): Made =>
  makers[drawnAs(kind, parts.x.role)](rows, has, parts);
