import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, newName, column as pick } from '../engine/catalogue/params.ts';
import { aggregated, ascending, call, cast, column, literal, when } from '../engine/plan/build.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { distinctNames, freeName, plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { commonType } from './shared/common-type.ts';
import { rows } from './shared/rows.ts';

const rowNumber = { op: 'over', fn: 'row_number', args: [], partition: [], order: [] } as const;

/** The text that names the column a row becomes. */
const headerExpr = (header: string | undefined): Expr =>
  header === undefined
    ? cast(rowNumber, 'VARCHAR')
    : call('coalesce', cast(column(header), 'VARCHAR'), literal('null'));

const byNumber = (values: readonly string[]): readonly string[] =>
  [...values].sort((a, b) => Number(a) - Number(b));

export const transpose = defineNode({
  kind: 'transpose',
  version: 1,
  title: 'Transpose',
  summary: 'Turns rows into columns and columns into rows, for small tables.',
  docs: `Each row becomes a column named by the header column (sorted as text), or \`row_1\`, \`row_2\`, … without one; each
other column becomes a row, in the order of the columns. A header that occurs twice stops the run; a missing one is named
\`null\`. All values get one type: the narrowest that holds them, or text. The data is read to find the names.`,
  category: 'Summarise',
  icon: 'rotate-3d',
  keywords: ['flip', 'swap rows and columns', 'rotate'],
  params: z.strictObject({
    header: pick({ label: 'Column that names the new columns' }).optional(),
    nameColumn: newName({ label: 'Column for the old names' }).default('column'),
    limit: integer({ label: 'Most rows to turn', min: 1, max: 10_000, advanced: true }).default(1000),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Columns as rows') },
  lower: ({ params: p, input, distinct, id }) => {
    const { rel, schema } = input();
    const header = p.header?.name;
    const values = schema.filter(f => f.name !== header);
    if (values.length === 0)
      return {
        problems: [
          { param: 'header', message: `“${header}” is the only column, so nothing is left to turn.` },
        ],
      };
    const names = values.map(f => f.name);
    const key = freeName('__header', [...names, p.nameColumn]);
    const value = freeName('__value', [...names, p.nameColumn]);
    const headed: Rel = {
      op: 'project',
      input: rel,
      columns: [{ name: key, expr: headerExpr(header) }, ...plain(names)],
    };
    const found = distinct({ rel: headed, column: key, limit: p.limit });
    const headers = header === undefined ? byNumber(found) : found;
    const wishes = headers.map(h => (header === undefined ? `row_${h}` : h === '' ? '(empty)' : h));
    const made = distinctNames(wishes, [p.nameColumn]);
    // An empty table has no row to unpivot, yet its columns are still the rows of the result.
    if (headers.length === 0)
      return {
        outputs: {
          out: {
            op: 'values',
            columns: [{ name: p.nameColumn, type: 'VARCHAR' }],
            rows: names.map(n => [n]),
          },
        },
      };
    const long: Rel = {
      op: 'unpivot',
      input: headed,
      keep: [key],
      columns: names,
      nameColumn: p.nameColumn,
      valueColumn: value,
      valueType: commonType(values.map(f => f.type)),
      keepNulls: true,
    };
    const cell = (h: string): Expr => {
      const own = call('eq', column(key), literal(h));
      const message = `${id}|header|Two rows have the header `;
      return when(
        call('gt', aggregated('count_star', [], { filter: own }), literal(1)),
        {
          op: 'fail',
          message,
          detail: literal(`“${h}”. Headers must differ; choose another column, or aggregate first.`),
        },
        aggregated('any_value', [column(value)], { filter: own }),
      );
    };
    const turned: Rel = {
      op: 'aggregate',
      input: long,
      groups: [{ name: p.nameColumn, expr: column(p.nameColumn) }],
      aggregates: headers.map((h, i) => ({ name: made[i] ?? h, expr: cell(h) })),
    };
    const position = call(
      'list_position',
      call('list_value', ...names.map(n => literal(n))),
      column(p.nameColumn),
    );
    return { outputs: { out: { op: 'sort', input: turned, keys: [ascending(position)] } } };
  },
  examples: [
    {
      title: 'Months become columns',
      params: { header: 'month', nameColumn: 'figure' },
      inputs: {
        in: rows({ month: 'VARCHAR', sales: 'INTEGER', rate: 'DECIMAL(4,2)' }, [
          ['jan', 10, '0.25'],
          ['feb', null, '1.50'],
        ]),
      },
      outputs: {
        out: rows({ figure: 'VARCHAR', feb: 'DECIMAL(12,2)', jan: 'DECIMAL(12,2)' }, [
          ['sales', null, 10],
          ['rate', 1.5, 0.25],
        ]),
      },
      ordered: true,
    },
    {
      title: 'Without a header the rows are numbered; different kinds of values become text',
      params: {},
      inputs: {
        in: rows({ name: 'VARCHAR', 'born "on"': 'DATE' }, [
          ['Zoë', '2000-02-29'],
          [null, null],
        ]),
      },
      outputs: {
        out: rows({ column: 'VARCHAR', row_1: 'VARCHAR', row_2: 'VARCHAR' }, [
          ['name', 'Zoë', null],
          ['born "on"', '2000-02-29', null],
        ]),
      },
      ordered: true,
    },
    {
      title: 'Of an empty table only the names are left',
      params: { header: 'month' },
      inputs: { in: rows({ month: 'VARCHAR', sales: 'INTEGER' }, []) },
      outputs: { out: rows({ column: 'VARCHAR' }, [['sales']]) },
    },
  ],
});
