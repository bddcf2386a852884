/**
 * The marks of a chart as relations: hundreds of rows for millions. The same for a chart on the screen and for a node of the
 * pipeline, and free of any engine.
 */

import { invariant } from '../diagnostics/errors.ts';
import { aggregated, column } from '../plan/build.ts';
import type { Expr, NamedExpr } from '../plan/expr.ts';
import type { Rel } from '../plan/relation.ts';
import { type Field, fieldNamed, type Schema } from '../schema/types.ts';
import { type Axis, axisOf, summand } from './axis.ts';
import { onlyCounting } from './choice.ts';
import type { Chart, ChartField } from './declare.ts';
import { aggregate, marksOf, type Parts } from './marks-of-kinds.ts';
import { beside } from './parts.ts';

/** The column that says for how many rows the marks stand. */
export const ofRows = 'of_rows';

export type Marks = {
  /** The columns that the chart needs, of every row. */
  readonly rows: (input: Rel) => Rel;
  /** The marks over these rows, which are read several times. */
  readonly marks: (rows: Rel) => Rel;
  /** The first columns of the marks; those that say what was left out follow. */
  readonly fields: readonly ChartField[];
};

/** The marks of a chart that `chartProblem` finds nothing wrong with. `read` says how columns are written in the input. */
export const chartMarks = (
  given: Chart,
  schema: Schema,
  read: (field: Field) => Expr = ({ name }) => column(name),
): Marks => {
  const chart = onlyCounting(given);
  const { kind, aggregate: how } = chart;
  const named = (name: string | undefined): Field | undefined =>
    name === undefined ? undefined : fieldNamed(schema, name);
  const [x, y, colour] = [named(chart.x), named(chart.y), named(chart.colour)];
  invariant(x !== undefined, 'the columns of a chart are there');
  const heated = kind === 'heat';
  const measure = kind === 'bar' || kind === 'line' ? y : heated ? colour : undefined;
  const counts = how === 'count' || measure === undefined;
  const axis = (f: Field, as?: Axis['role']): Axis => axisOf(f, as, read(f));
  const parts: Parts = {
    x: axis(x, kind === 'bar' || kind === 'box' ? 'category' : undefined),
    y: y === undefined ? undefined : axis(y, kind === 'box' ? 'number' : undefined),
    colour: colour === undefined || heated ? undefined : axis(colour, 'category'),
    value: aggregate(counts ? 'count' : how),
    valueLabel: counts ? 'Rows' : `${how} of ${measure.name}`,
  };
  const columns: readonly NamedExpr[] = [
    { name: 'x', expr: parts.x.value },
    ...(parts.y !== undefined && measure !== y ? [{ name: 'y', expr: parts.y.value }] : []),
    ...(parts.colour === undefined ? [] : [{ name: 'colour', expr: parts.colour.value }]),
    ...(counts ? [] : [{ name: 'sum', expr: summand(measure, read(measure)) }]),
  ];
  const has = columns.map(c => c.name);
  const make = (rows: Rel) => marksOf(kind, rows, has, parts);
  return {
    rows: input => ({ op: 'project', input, columns }),
    fields: make({ op: 'ref', name: '' }).fields,
    marks: rows => {
      const { marks, fields, tell, order } = make(rows);
      const names = [...fields.map(f => f.name), ...tell];
      const all: Rel = {
        op: 'aggregate',
        input: rows,
        groups: [],
        aggregates: [{ name: ofRows, expr: aggregated('count_star', []) }],
      };
      const beyond: Rel = beside(marks, names, all, [ofRows]);
      return { op: 'sort', input: beyond, keys: order };
    },
  };
};
