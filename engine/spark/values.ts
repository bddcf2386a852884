/** Rows that the pipeline holds itself. */
import { invariant } from '../diagnostics/errors.ts';
import type { RangeRel, ValuesRel } from '../plan/relation.ts';
import { familyOf } from '../schema/types.ts';
import { type Chain, called } from './chain.ts';
import { columnName, pyText } from './python.ts';
import type { Scope } from './scope.ts';
import { sparkType, textual } from './types.ts';

/** Rows written in the pipeline travel as text and are cast, as they are on the embedded engine. */
export const printValues = ({ columns, rows }: ValuesRel, report: Scope['report']): Chain => {
  const schema = `T.StructType([${columns.map(c => `T.StructField(${pyText(c.name)}, T.StringType())`).join(', ')}])`;
  const cells = rows.map(
    row =>
      `(${row.map(cell => (cell === null ? 'None' : pyText(cell))).join(', ')}${row.length === 1 ? ',' : ''})`,
  );
  const list = `[${cells.length === 0 ? '' : `\n    ${cells.join(',\n    ')},\n`}]`;
  const made: Chain = { base: 'spark', steps: [{ method: 'createDataFrame', args: [list, schema] }] };
  if (columns.every(c => c.type === 'VARCHAR')) return made;
  return called(
    made,
    'select',
    ...columns.map((c, i) => {
      const type = sparkType(c.type);
      if (type === undefined) {
        report(`Column “${c.name}”`, `it has no type ${c.type}`, 'error');
        return columnName(c.name);
      }
      const nested = ['list', 'struct', 'map'].includes(familyOf(c.type));
      if (nested && !rows.every(row => isJson(row[i] ?? null)))
        report(`Column “${c.name}”`, 'lists and structs written by hand must be JSON', 'error');
      if (c.type === 'VARCHAR') return columnName(c.name);
      return nested
        ? `F.from_json(F.concat(F.lit('{"v": '), F.col(${columnName(c.name)}), F.lit("}")), ${pyText(`struct<v:${sparkType(textual(c.type))?.ddl ?? type.ddl}>`)}).getField("v").cast(${pyText(type.ddl)}).alias(${pyText(c.name)})`
        : `F.col(${columnName(c.name)}).cast(${pyText(type.ddl)}).alias(${pyText(c.name)})`;
    }),
  );
};

export const printRange = ({ name, start, step, count }: RangeRel): Chain => {
  invariant(Number.isSafeInteger(start + step * count), 'a range stays within safe integers');
  if (step === 0)
    return {
      base: 'spark',
      steps: [
        { method: 'range', args: [String(count)] },
        { method: 'select', args: [`F.lit(${start}).cast("bigint").alias(${pyText(name)})`] },
      ],
    };
  return {
    base: 'spark',
    steps: [
      { method: 'range', args: [String(start), String(start + step * count), String(step)] },
      { method: 'toDF', args: [pyText(name)] },
    ],
  };
};

const isJson = (cell: string | null): boolean => {
  if (cell === null) return true;
  try {
    JSON.parse(cell);
    return true;
  } catch {
    return false;
  }
};
