/** Casts. Our meaning is the embedded engine's: see docs/semantics.md. */
import { type DataType, familyOf } from '../schema/types.ts';
import { pyText } from './python.ts';
import { type Arg, operand, type Refused, refuse, type Tools } from './spelling.ts';
import { sparkType } from './types.ts';

export const printCast = (
  x: Arg,
  type: DataType,
  onError: 'fail' | 'null',
  tools: Tools,
): string | Refused => {
  const spark = sparkType(type);
  if (spark === undefined) return refuse(`it has no type ${type}`);
  if (x.type === type) return operand(x);
  const to = familyOf(type);
  const from = x.type === undefined ? undefined : familyOf(x.type);
  const verb = onError === 'null' ? 'try_cast' : 'cast';
  const as = (text: string, word = verb): string => `${text}.${word}(${pyText(spark.ddl)})`;
  const plain = as(operand(x));
  if (from === undefined || from === 'unknown') return plain;
  switch (to) {
    case 'integer':
      if (from === 'float') return as(`F.rint(${x.text})`);
      if (from === 'decimal') return as(`F.round(${x.text}, 0)`);
      if (from === 'text') return as(`F.round(${operand(x)}.${verb}("decimal(38,18)"), 0)`);
      return plain;
    case 'decimal':
      // Rounded as a number first: there, a fraction is rounded by its digits.
      if (from === 'float') return as(`${tools.helper('round_half_away')}(${x.text}, ${scaleOf(type)})`);
      return plain;
    case 'text':
      if (from === 'float')
        return refuse('fractional numbers become text differently; cast to a DECIMAL first');
      if (x.type === 'TIMESTAMP WITH TIME ZONE')
        return refuse('times with a zone become text differently; use strftime(…)');
      if (['list', 'struct', 'map', 'blob', 'interval', 'time'].includes(from))
        return refuse(`${x.type} becomes text differently`);
      return plain;
    case 'date':
      if (from === 'text') return as(dateText(x, 'date_text', onError, tools));
      return plain;
    case 'timestamp':
      if (from === 'text') return as(dateText(x, 'time_text', onError, tools));
      if (from === 'integer' || from === 'decimal' || from === 'float')
        return refuse('numbers become times differently; use to_timestamp(…)');
      return plain;
    case 'boolean':
      return from === 'float' || from === 'decimal'
        ? refuse('fractions become true or false differently; compare with 0')
        : plain;
    case 'float':
    case 'list':
    case 'struct':
    case 'map':
    case 'blob':
    case 'time':
    case 'interval':
    case 'unknown':
    case 'other':
      return plain;
  }
};

const scaleOf = (type: DataType): number => Number(/,\s*(\d+)\)$/.exec(type)?.[1] ?? 0);

/** Text that looks like a date; where the run must stop at any other, that text is left to the cast, which stops. */
const dateText = (
  x: Arg,
  helper: 'date_text' | 'time_text',
  onError: 'fail' | 'null',
  tools: Tools,
): string => {
  if (x.expr.op === 'literal') return operand(x);
  const call = `${tools.helper(helper)}(${x.text})`;
  return onError === 'null'
    ? call
    : `F.coalesce(${call}, F.when(${operand(x)}.isNotNull(), F.lit("not a date")))`;
};
