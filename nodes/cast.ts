import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { dataType, group, listOf, column as pick, text } from '../engine/catalogue/params.ts';
import { call, cast as castTo, column, literal, when } from '../engine/plan/build.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { type DataType, type Field, familyOf, fieldNamed, type TypeFamily } from '../engine/schema/types.ts';
import { rows } from './shared/rows.ts';
import { onErrorChoice, type Reading, readColumns, setAsideOutputs } from './shared/set-aside.ts';
import { unknownLetter } from './shared/time-pattern.ts';

/** What a text must look like, where engines would take more: digit groups, hexadecimal, names of dates. */
const spelling = (to: TypeFamily): string | undefined => {
  if (to === 'integer') return '\\s*[+-]?[0-9]+\\s*';
  if (to === 'float' || to === 'decimal') return '[^_]*';
  return to === 'date' || to === 'timestamp' ? '\\s*[0-9].*' : undefined;
};

/** The value as the type, or null. Texts must spell a whole number to become one; fractions of numbers are cut off. */
const attempt = (field: Field, type: DataType, format: string | undefined): Expr => {
  const [value, from, to] = [column(field.name), familyOf(field.type), familyOf(type)];
  if (format !== undefined && from === 'text')
    return castTo(call('try_strptime', call('trim', value), literal(format)), type, 'null');
  if (format !== undefined) return call('strftime', value, literal(format));
  if (from === 'text' && spelling(to) !== undefined)
    return when(
      call('regexp_full_match', value, literal(spelling(to) ?? '')),
      castTo(value, type, 'null'),
      literal(null, type),
    );
  if (to === 'integer' && (from === 'float' || from === 'decimal'))
    return castTo(call('trunc', value), type, 'null');
  return castTo(value, type, 'null');
};

const formatProblem = (field: Field, type: DataType, format: string): string | undefined => {
  const [from, to] = [familyOf(field.type), familyOf(type)];
  const points = ['date', 'timestamp', 'time'];
  const fits = (from === 'text' && points.includes(to)) || (points.includes(from) && to === 'text');
  if (!fits)
    return `The format “${format}” has no use where ${field.name} (${field.type}) becomes ${type}: formats read dates and times from text, or write them as text. Take it away.`;
  const letter = unknownLetter(format);
  return letter === undefined
    ? undefined
    : `The format “${format}” of ${field.name} has “${letter}”, which stands for nothing. Write dates as %Y-%m-%d and times as %H:%M:%S.`;
};

export const cast = defineNode({
  kind: 'cast',
  version: 1,
  title: 'Change types',
  summary: 'Turns columns into other data types.',
  docs: `Null stays null. A text becomes a whole number only when it spells one (\`12\`, not \`12.7\`, \`1e3\` or \`1_000\`); a number
with a fraction loses it (\`2.7\` becomes 2, \`-2.7\` becomes -2). Spaces around numbers and dates do not matter.
\`format\` reads a date or time from text, or writes one as text: \`%d.%m.%Y\`, \`%H:%M:%S\`.

A value that does not fit, or is too large for the type, fails the run, becomes null, or sets its row aside: it leaves
by the second output as it came, with the reason in a last column.`,
  category: 'Columns',
  icon: 'replace',
  keywords: ['type', 'convert', 'astype', 'parse', 'number', 'quarantine'],
  params: z.strictObject({
    columns: listOf(
      group({
        column: pick({ label: 'Column' }),
        type: dataType({ label: 'Type' }),
        format: text({ label: 'Format of dates and times', placeholder: '%d.%m.%Y' }).optional(),
      }),
      { label: 'Columns' },
    ).min(1),
    onError: onErrorChoice(),
  }),
  inputs: { in: table('Rows') },
  outputs: setAsideOutputs('Rows with new types'),
  lower: ({ params, input, id }) => {
    const { rel, schema } = input();
    const problems: Problem[] = [];
    const readings = params.columns.flatMap(({ column: c, type, format }, i): Reading[] => {
      const field = fieldNamed(schema, c.name);
      if (field === undefined) return [];
      const param = `columns[${i}]`;
      if (params.columns.findIndex(o => o.column.name === c.name) !== i)
        problems.push({ param, message: `Column “${c.name}” is there twice. Take one of them away.` });
      const problem = format === undefined ? undefined : formatProblem(field, type, format);
      if (problem !== undefined) problems.push({ param: `${param}.format`, message: problem });
      const wanted = format !== undefined && familyOf(type) !== 'text' ? `${type} written ${format}` : type;
      return [{ column: field.name, into: field.name, value: attempt(field, type, format), wanted, param }];
    });
    if (problems.length > 0) return { problems };
    return { outputs: readColumns({ rel, names: schema.map(f => f.name) }, readings, params.onError, id) };
  },
  examples: [
    {
      title: 'Texts become numbers; rows that do not fit are set aside',
      params: { columns: [{ column: 'qty', type: 'INTEGER' }], onError: 'quarantine' },
      inputs: {
        in: rows({ sku: 'VARCHAR', qty: 'VARCHAR' }, [
          ['a', ' 12 '],
          ['b', 'twelve'],
          ['c', null],
          ['d', '12.7'],
        ]),
      },
      outputs: {
        out: rows({ sku: 'VARCHAR', qty: 'INTEGER' }, [
          ['a', 12],
          ['c', null],
        ]),
        rejected: rows({ sku: 'VARCHAR', qty: 'VARCHAR', reason: 'VARCHAR' }, [
          ['b', 'twelve', 'qty: “twelve” is not INTEGER'],
          ['d', '12.7', 'qty: “12.7” is not INTEGER'],
        ]),
      },
    },
    {
      title: 'Fractions are cut off, what is too large becomes null',
      params: {
        columns: [
          { column: 'a', type: 'tinyint' },
          { column: 'day', type: 'date', format: '%d.%m.%Y' },
        ],
        onError: 'null',
      },
      inputs: {
        in: rows({ a: 'DOUBLE', day: 'VARCHAR' }, [
          [2.7, '29.02.2024'],
          [-2.7, '30.02.2024'],
          [300, null],
          ['NaN', '2024-02-29'],
        ]),
      },
      outputs: {
        out: rows({ a: 'TINYINT', day: 'DATE' }, [
          [2, '2024-02-29'],
          [-2, null],
          [null, null],
          [null, null],
        ]),
        rejected: rows({ a: 'DOUBLE', day: 'VARCHAR', reason: 'VARCHAR' }, []),
      },
    },
    {
      title: 'A date as text',
      params: { columns: [{ column: 'day', type: 'VARCHAR', format: '%d/%m/%y' }] },
      inputs: { in: rows({ day: 'DATE' }, [['2024-02-29'], [null]]) },
      outputs: { out: rows({ day: 'VARCHAR' }, [['29/02/24'], [null]]) },
    },
  ],
});
