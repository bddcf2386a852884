import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { columns, newName, toggle } from '../engine/catalogue/params.ts';
import { call } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import { type Field, familyOf, fieldNamed, numeric, temporal } from '../engine/schema/types.ts';
import { orNull } from './shared/missing.ts';
import { rows } from './shared/rows.ts';

/** Columns whose values can stand for each other have the same sort. */
const sortOf = (field: Field): string => {
  const family = familyOf(field.type);
  if (numeric.includes(family)) return 'numbers';
  if (temporal.includes(family)) return 'dates or times';
  return family === 'other' || family === 'list' || family === 'struct' || family === 'map'
    ? field.type
    : family;
};

export const coalesce = defineNode({
  kind: 'coalesce',
  version: 1,
  title: 'First value of columns',
  summary: 'Takes the first value that is not missing from several columns.',
  docs: `Columns are asked in the order given; the result is null when all are. NaN counts as missing. Numbers of different
types meet in the wider one, a date and a timestamp in a timestamp; a number and a text do not meet: cast one of them.`,
  category: 'Columns',
  icon: 'layers',
  keywords: ['first', 'fallback', 'ifnull', 'nvl', 'default', 'combine'],
  params: z.strictObject({
    columns: columns({ label: 'Columns, best first' }).min(1),
    into: newName({ label: 'New column' }),
    keep: toggle({ label: 'Keep the columns' }).default(true),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with the value') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const fields = params.columns.flatMap(c => fieldNamed(schema, c.name) ?? []);
    const known = fields.filter(f => familyOf(f.type) !== 'unknown');
    const odd = known.find(f => known[0] !== undefined && sortOf(f) !== sortOf(known[0]));
    if (odd !== undefined && known[0] !== undefined) {
      const message = `Column “${known[0].name}” is ${known[0].type} and “${odd.name}” is ${odd.type}. Cast one of them so that both hold the same sort of value.`;
      return { problems: [{ param: 'columns', message }] };
    }
    const value = { name: params.into, expr: call('coalesce', ...fields.map(orNull)) };
    const gone = new Set(params.keep ? [] : fields.map(f => f.name.toLowerCase()));
    gone.delete(params.into.toLowerCase());
    const done = withColumns({ rel, names: schema.map(f => f.name) }, [value]).rel;
    if (gone.size === 0 || done.op !== 'project') return { outputs: { out: done } };
    const kept = done.columns.filter(c => !gone.has(c.name.toLowerCase()));
    return { outputs: { out: { ...done, columns: kept } } };
  },
  examples: [
    {
      title: 'Mobile number first',
      params: { columns: ['mobile', 'home'], into: 'phone', keep: false },
      inputs: {
        in: rows({ id: 'INTEGER', home: 'VARCHAR', mobile: 'VARCHAR' }, [
          [1, '01', '07'],
          [2, '02', null],
          [3, null, null],
          [4, '04', ''],
        ]),
      },
      outputs: {
        out: rows({ id: 'INTEGER', phone: 'VARCHAR' }, [
          [1, '07'],
          [2, '02'],
          [3, null],
          [4, ''],
        ]),
      },
    },
    {
      title: 'Numbers of two types, into one of them; NaN is missing',
      params: { columns: ['measured', 'planned'], into: 'measured' },
      inputs: {
        in: rows({ measured: 'DOUBLE', planned: 'INTEGER' }, [
          ['NaN', 3],
          [1.5, 2],
        ]),
      },
      outputs: {
        out: rows({ measured: 'DOUBLE', planned: 'INTEGER' }, [
          [3, 3],
          [1.5, 2],
        ]),
      },
    },
  ],
});
