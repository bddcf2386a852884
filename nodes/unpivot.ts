import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { columns, dataType, newName, toggle } from '../engine/catalogue/params.ts';
import { sameName } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { commonType } from './shared/common-type.ts';
import { rows } from './shared/rows.ts';

const wide = rows({ city: 'VARCHAR', y2023: 'INTEGER', y2024: 'DOUBLE' }, [
  ['Lyon', 5, 7.5],
  ['Oslo', null, 3],
]);

const clashes = (kept: readonly string[], name: string, value: string): readonly Problem[] => {
  if (sameName(name, value))
    return [
      {
        param: 'valueColumn',
        message: `The columns for names and for values are both called “${name}”. Give one another name.`,
      },
    ];
  const taken = [
    { param: 'nameColumn', name },
    { param: 'valueColumn', name: value },
  ].filter(made => kept.some(k => sameName(k, made.name)));
  return taken.map(made => ({
    param: made.param,
    message: `A column that stays is called “${made.name}” already. Give the new one another name.`,
  }));
};

export const unpivot = defineNode({
  kind: 'unpivot',
  version: 1,
  title: 'Unpivot',
  summary: 'Turns columns into rows: one row for each of them, with its name and its value.',
  docs: `Choose the columns to turn, or those that stay; the others are on the other side. When neither is chosen every
column is turned. All values get one type: the narrowest that holds them, or text where numbers, texts and dates meet.`,
  category: 'Summarise',
  icon: 'table-rows-split',
  keywords: ['melt', 'long', 'gather', 'stack', 'pivot_longer', 'reshape'],
  params: z.strictObject({
    columns: columns({
      label: 'Columns that become rows',
      help: 'All but those that stay when empty.',
    }).default([]),
    keep: columns({ label: 'Columns that stay', help: 'All others when empty.' }).default([]),
    nameColumn: newName({ label: 'Column for the names' }).default('name'),
    valueColumn: newName({ label: 'Column for the values' }).default('value'),
    type: dataType({ label: 'Type of the values', advanced: true }).optional(),
    keepNulls: toggle({ label: 'Keep missing values' }).default(true),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('A row for each value') },
  lower: ({ params: p, input }) => {
    const { rel, schema } = input();
    const [turned, stays] = [new Set(p.columns.map(c => c.name)), new Set(p.keep.map(c => c.name))];
    const twice = [...turned].find(name => stays.has(name));
    if (twice !== undefined)
      return {
        problems: [
          {
            param: 'keep',
            message: `“${twice}” cannot stay and become rows at once. Remove it from one of the two.`,
          },
        ],
      };
    const values = schema.filter(f => (turned.size > 0 ? turned.has(f.name) : !stays.has(f.name)));
    const kept = schema
      .filter(f => (stays.size > 0 ? stays.has(f.name) : turned.size > 0 && !turned.has(f.name)))
      .map(f => f.name);
    if (values.length === 0)
      return {
        problems: [
          {
            param: 'columns',
            message:
              'All columns stay, so none is left to become rows. Remove one from the columns that stay.',
          },
        ],
      };
    const problems = clashes(kept, p.nameColumn, p.valueColumn);
    if (problems.length > 0) return { problems };
    const out: Rel = {
      op: 'unpivot',
      input: rel,
      keep: kept,
      columns: values.map(f => f.name),
      nameColumn: p.nameColumn,
      valueColumn: p.valueColumn,
      valueType: p.type ?? commonType(values.map(f => f.type)),
      keepNulls: p.keepNulls,
    };
    return { outputs: { out } };
  },
  examples: [
    {
      title: 'All but the city; whole numbers and others meet in DOUBLE',
      params: { keep: ['city'], nameColumn: 'year', valueColumn: 'amount' },
      inputs: { in: wide },
      outputs: {
        out: rows({ city: 'VARCHAR', year: 'VARCHAR', amount: 'DOUBLE' }, [
          ['Lyon', 'y2023', 5],
          ['Lyon', 'y2024', 7.5],
          ['Oslo', 'y2023', null],
          ['Oslo', 'y2024', 3],
        ]),
      },
    },
    {
      title: 'One column, missing values left out; the others stay',
      params: { columns: ['y2023'], keepNulls: false },
      inputs: { in: wide },
      outputs: {
        out: rows({ city: 'VARCHAR', y2024: 'DOUBLE', name: 'VARCHAR', value: 'INTEGER' }, [
          ['Lyon', 7.5, 'y2023', 5],
        ]),
      },
    },
    {
      title: 'Every column, as text; names with quotes and names like the new ones',
      params: {},
      inputs: {
        in: rows({ 'the "value"': 'INTEGER', value: 'DATE', name: 'VARCHAR' }, [[1, '2024-02-29', 'é']]),
      },
      outputs: {
        out: rows({ name: 'VARCHAR', value: 'VARCHAR' }, [
          ['the "value"', '1'],
          ['value', '2024-02-29'],
          ['name', 'é'],
        ]),
      },
    },
    {
      title: 'No rows in, no rows out',
      params: { keep: ['city'] },
      inputs: { in: { columns: wide.columns, rows: [] } },
      outputs: { out: rows({ city: 'VARCHAR', name: 'VARCHAR', value: 'DOUBLE' }, []) },
    },
  ],
});
