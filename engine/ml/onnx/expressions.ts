/** Scoring expressions as ONNX nodes: whatever a model or a step says in plan expressions, ONNX says the same way. */

import { engineError } from '../../diagnostics/errors.ts';
import type { Expr, LiteralExpr } from '../../plan/expr.ts';
import { type DataType, familyOf, numeric } from '../../schema/types.ts';
import { choicesOf } from '../score/native-trees.ts';
import { neighboursFunction } from '../score/neighbours.ts';
import type { Element, OnnxNode, Tensor } from './wire.ts';

/** A value of the graph: one for each row, or one for all rows. */
export type Value = { readonly name: string; readonly element: Element };

export type Builder = {
  readonly nodes: OnnxNode[];
  readonly constants: Tensor[];
  readonly columns: Map<string, Value>;
};

export const createBuilder = (): Builder => ({ nodes: [], constants: [], columns: new Map() });

const unsupported = (what: string): never => {
  throw engineError('ml-onnx', { what });
};

/** What a column of this type is in ONNX. Every number is a double, as in the engine's own scoring. */
export const elementOf = (type: DataType, what: string): Element => {
  const family = familyOf(type);
  if (numeric.includes(family)) return 'double';
  if (family === 'text') return 'text';
  if (family === 'boolean') return 'bool';
  return unsupported(`${what} is ${type}`);
};

export const added = (
  to: Builder,
  type: string,
  inputs: readonly Value[],
  element: Element,
  int?: readonly [string, number],
): Value => {
  // The mark keeps names of our own from meeting those of columns.
  const name = `~${to.nodes.length}`;
  to.nodes.push({
    type,
    inputs: inputs.map(v => v.name),
    outputs: [name],
    ...(int && { attributes: [{ name: int[0], int: int[1] }] }),
  });
  return { name, element };
};

export const constantOf = (to: Builder, element: Element, value: number | string): Value => {
  const name = `~${element}:${typeof value === 'number' ? (Object.is(value, -0) ? '-0' : String(value)) : value}`;
  if (!to.constants.some(c => c.name === name))
    to.constants.push({
      name,
      element,
      dims: [],
      ...(typeof value === 'string' ? { texts: [value] } : { numbers: [value] }),
    });
  return { name, element };
};

const nothing = (to: Builder, element: Element): Value =>
  element === 'text'
    ? constantOf(to, 'text', '')
    : element === 'bool'
      ? constantOf(to, 'bool', 0)
      : constantOf(to, 'double', Number.NaN);

const literalOf = (to: Builder, { value, type }: LiteralExpr): Value => {
  if (value === null) return nothing(to, type === undefined ? 'double' : elementOf(type, 'a constant'));
  if (typeof value === 'boolean') return constantOf(to, 'bool', value ? 1 : 0);
  if (typeof value === 'number') return constantOf(to, 'double', value);
  if (type === undefined || familyOf(type) === 'text') return constantOf(to, 'text', value);
  const read = Number(value);
  return numeric.includes(familyOf(type)) && !Number.isNaN(read)
    ? constantOf(to, 'double', read)
    : unsupported(`the constant ${value} is ${type}`);
};

const arithmetic: Readonly<Record<string, string>> = {
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'Div',
  power: 'Pow',
  negate: 'Neg',
  exp: 'Exp',
  ln: 'Log',
  sqrt: 'Sqrt',
  abs: 'Abs',
  ceil: 'Ceil',
  floor: 'Floor',
  least: 'Min',
  greatest: 'Max',
};
const comparisons: Readonly<Record<string, string>> = {
  lt: 'Less',
  le: 'LessOrEqual',
  gt: 'Greater',
  ge: 'GreaterOrEqual',
  eq: 'Equal',
};
const logic: Readonly<Record<string, string>> = { and: 'And', or: 'Or', not: 'Not' };

/** NaN stands for null in numbers, so what SQL makes null, ONNX makes NaN; a text is never null. */
const called = (to: Builder, fn: string, args: readonly Value[]): Value => {
  const [first] = args;
  if (first === undefined) return unsupported(`the function ${fn}`);
  const missing = (): Value =>
    first.element === 'double' ? added(to, 'IsNaN', [first], 'bool') : constantOf(to, 'bool', 0);
  if (fn === 'is_null' || fn === 'isnan') return missing();
  if (fn === 'is_not_null') return added(to, 'Not', [missing()], 'bool');
  if (fn === 'isfinite')
    return added(
      to,
      'Not',
      [added(to, 'Or', [missing(), added(to, 'IsInf', [first], 'bool')], 'bool')],
      'bool',
    );
  const op = arithmetic[fn];
  if (op !== undefined) return added(to, op, args, 'double');
  const compared = comparisons[fn];
  if (compared !== undefined) return added(to, compared, args, 'bool');
  const joined = logic[fn];
  return joined === undefined ? unsupported(`the function ${fn}`) : added(to, joined, args, 'bool');
};

const castTo = (to: Builder, value: Value, type: DataType): Value => {
  const element = elementOf(type, 'a conversion');
  if (element === value.element)
    return familyOf(type) === 'integer' && element === 'double'
      ? added(to, 'Round', [value], 'double')
      : value;
  if (value.element === 'bool' && element === 'double')
    return added(to, 'Cast', [value], 'double', ['to', 11]);
  return unsupported(`a conversion of ${value.element} to ${type}`);
};

/** The value of an expression. Throws `ml-onnx` for what ONNX has no word for. */
export const valueFor = (to: Builder, expr: Expr): Value => {
  switch (expr.op) {
    case 'column':
      return to.columns.get(expr.name) ?? unsupported(`the column ${expr.name}`);
    case 'literal':
      return literalOf(to, expr);
    case 'call':
      return called(
        to,
        expr.fn,
        expr.args.map(arg => valueFor(to, arg)),
      );
    case 'native':
      if (expr.fn === neighboursFunction)
        throw engineError('ml-onnx', {
          what: 'k nearest neighbours compare each row with all rows that they keep',
        });
      return valueFor(to, choicesOf(expr));
    case 'cast':
      return castTo(to, valueFor(to, expr.expr), expr.type);
    case 'case': {
      const branches = expr.branches.map(({ when, result }) => ({
        when: valueFor(to, when),
        result: resultOf(to, result),
      }));
      const last = expr.otherwise === undefined ? undefined : resultOf(to, expr.otherwise);
      const element =
        [...branches.map(b => b.result), last].find(value => value !== undefined)?.element ?? 'double';
      return branches.reduceRight(
        (rest, { when, result }) => added(to, 'Where', [when, result ?? nothing(to, element), rest], element),
        last ?? nothing(to, element),
      );
    }
    case 'fail':
      // A step that refuses a row gives no answer for it: nothing in ONNX can stop the others.
      return nothing(to, 'double');
    case 'aggregate':
    case 'over':
    case 'lambda':
    case 'struct':
      return unsupported(`an expression of the kind ${expr.op}`);
  }
};

/** The value of a branch; undefined where it is null or refuses, so that it takes the type of the others. */
const resultOf = (to: Builder, expr: Expr): Value | undefined =>
  expr.op === 'fail' || (expr.op === 'literal' && expr.value === null) ? undefined : valueFor(to, expr);
