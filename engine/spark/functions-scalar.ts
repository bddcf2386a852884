import type { FunctionName } from '../plan/functions.ts';
import type { Arg, Printed, Refused, Spelling } from './spelling.ts';
import {
  beside,
  constantOf,
  familyAt,
  infix,
  method,
  operand,
  operator,
  refuse,
  texts,
  wholeOf,
} from './spelling.ts';

type Some = { readonly [K in FunctionName]?: Spelling };

/** Several operators of a kind in a row need no brackets among each other. */
const joined =
  (sign: '&' | '|', fn: 'and' | 'or'): Spelling =>
  (args, tools) => {
    const flat = (arg: Arg): readonly Arg[] =>
      arg.expr.op === 'call' && arg.expr.fn === fn ? arg.expr.args.map(tools.print).flatMap(flat) : [arg];
    return infix(args.flatMap(flat).map(operand).join(` ${sign} `));
  };

export const operatorSpellings: Some = {
  and: joined('&', 'and'),
  or: joined('|', 'or'),
  not: ([x]) => infix(`~${operand(x)}`),
  eq: operator('=='),
  ne: operator('!='),
  lt: operator('<'),
  le: operator('<='),
  gt: operator('>'),
  ge: operator('>='),
  same: method('eqNullSafe'),
  differs: ([a, b]) => infix(`~${operand(a)}.eqNullSafe(${b?.bare})`),
  is_null: method('isNull'),
  is_not_null: method('isNotNull'),
  in: method('isin'),
  not_in: ([x, ...rest]) => infix(`~${operand(x)}.isin(${rest.map(a => a.bare).join(', ')})`),
  between: method('between'),
  coalesce: 'coalesce',
  nullif: 'nullif',
  greatest: args => (args.length === 1 ? operand(args[0]) : `F.greatest(${texts(args)})`),
  least: args => (args.length === 1 ? operand(args[0]) : `F.least(${texts(args)})`),
  hash: refuse('each engine has a hash of its own; use md5(…)'),
  md5: 'md5',
  sha1: 'sha1',
  sha256: ([x]) => `F.sha2(${x?.text}, 256)`,
  md5_number_lower: ([x]) =>
    `F.conv(F.array_join(F.reverse(F.regexp_extract_all(F.right(F.md5(${x?.text}), F.lit(16)), F.lit(".."), F.lit(0))), ""), 16, 10).cast("decimal(20,0)")`,
  typeof: refuse('the engines name their types differently'),
  uuid: () => 'F.uuid()',
  random: () => 'F.rand()',
};

const isTime = (args: readonly Arg[]): boolean => ['date', 'timestamp'].includes(familyAt(args[0]) ?? '');

/** What holds of every value: days and moments have no infinity on Spark. */
const known = ([x]: readonly Arg[], is: 'True' | 'False'): string =>
  `F.when(${operand(x)}.isNotNull(), F.lit(${is}))`;

/** Arithmetic with days and intervals, which depends on what the two sides are. */
const moved =
  (sign: '+' | '-'): Spelling =>
  ([a, b]) => {
    const [left, right] = [familyAt(a), familyAt(b)];
    if (a === undefined || b === undefined) return refuse('an operand is missing');
    if (left === 'interval' && right !== 'interval' && sign === '+') return shifted(b, a, sign);
    if (right === 'interval') return shifted(a, b, sign);
    if (left === 'date' && right === 'integer')
      return `F.date_add(${a.text}, ${sign === '+' ? b.text : `-${operand(b)}`})`;
    if (left === 'date' && right === 'date') return `F.datediff(${a.text}, ${b.text})`;
    if (left === 'timestamp' || right === 'timestamp')
      return refuse('the difference of two times is an interval there too wide to keep; use date_diff(…)');
    return infix(`${operand(a)} ${sign} ${beside(b)}`);
  };

const shifted = (time: Arg, interval: Arg, sign: string): Printed | Refused => {
  const family = familyAt(time);
  if (family !== 'date' && family !== 'timestamp')
    return refuse('only a date or a timestamp moves by an interval');
  const from =
    time.type === 'TIMESTAMP' || time.type?.includes('ZONE')
      ? operand(time)
      : `${operand(time)}.cast("timestamp_ntz")`;
  return infix(`${from} ${sign} ${operand(interval)}`);
};

const plainNumber = (arg: Arg | undefined): boolean =>
  familyAt(arg) === 'integer' || familyAt(arg) === 'decimal' || familyAt(arg) === undefined;

const zeroIsNull = (arg: Arg | undefined): string => {
  const value = constantOf(arg);
  if (typeof value === 'number' && value !== 0) return beside(arg);
  return `F.nullif(${arg?.text}, F.lit(0))`;
};

const nearest =
  (name: 'floor' | 'ceil'): Spelling =>
  ([x], { helper }) => {
    if (familyAt(x) === 'integer') return `${operand(x)}.cast("double")`;
    return familyAt(x) === 'float'
      ? `${helper('whole')}(${x?.text}, F.${name}(${x?.text}))`
      : `F.${name}(${x?.text})`;
  };

const defined =
  (name: string, condition: (x: string) => string, message: string): Spelling =>
  ([x], { helper }) =>
    `F.${name}(${helper('must')}(${x?.text}, ${condition(operand(x))}, "${message}"))`;

const positive = (name: string): Spelling =>
  defined(name, x => `${x} > 0`, 'A logarithm takes numbers above zero.');

export const mathSpellings: Some = {
  add: moved('+'),
  subtract: moved('-'),
  multiply: operator('*'),
  divide: ([a, b], { helper }) => {
    const divisor = constantOf(b);
    const safe =
      (typeof divisor === 'number' && divisor !== 0) ||
      (typeof divisor === 'string' && Number(divisor) !== 0);
    const double = (arg: Arg | undefined) =>
      familyAt(arg) === 'float' ? operand(arg) : `${operand(arg)}.cast("double")`;
    if (safe) return infix(`${double(a)} / ${Number(divisor)}`);
    return `${helper('divide')}(${a?.text}, ${b?.text})`;
  },
  int_divide: ([a, b]) =>
    familyAt(a) === 'integer' && familyAt(b) === 'integer'
      ? `F.call_function("div", ${a?.text}, F.nullif(${b?.text}, F.lit(0)))`
      : refuse('“//” is exported for whole numbers; use trunc(a / b)'),
  modulo: ([a, b]) =>
    plainNumber(a) && plainNumber(b)
      ? infix(`${operand(a)} % ${zeroIsNull(b)}`)
      : refuse('“%” is exported for whole and decimal numbers; cast to a DECIMAL first'),
  negate: ([x]) => infix(`-${operand(x)}`),
  power: ([a, b]) => `F.pow(${a?.text}, ${b?.text})`,
  abs: 'abs',
  // The sign of NaN is 0 in ours.
  sign: ([x]) =>
    familyAt(x) === 'float'
      ? `F.when(${operand(x)} == float("nan"), F.lit(0)).otherwise(F.signum(${x?.text}))`
      : `F.signum(${x?.text})`,
  round: ([x, digits], { helper }) => {
    const n = digits === undefined ? 0 : wholeOf(digits);
    if (n === undefined) return refuse('the digits of round must be a number that is written down');
    if (familyAt(x) === 'integer' && n >= 0) return operand(x);
    if (familyAt(x) === 'float')
      return n === 0 ? `F.round(${x?.text})` : `${helper('round_half_away')}(${x?.text}, ${n})`;
    return `F.round(${x?.text}, ${n})`;
  },
  round_even: ([x, digits], { helper }) => {
    const n = digits === undefined ? 0 : wholeOf(digits);
    if (n === undefined || n < 0)
      return refuse('the digits of round_even must be a number of at least 0 that is written down');
    return `${helper('round_half_even')}(${operand(x)}.cast("double"), ${n})`;
  },
  floor: nearest('floor'),
  ceil: nearest('ceil'),
  trunc: ([x], { helper }) => {
    if (familyAt(x) === 'integer') return operand(x);
    const cut = `F.when(${operand(x)} < 0, F.ceil(${x?.text})).otherwise(F.floor(${x?.text}))`;
    return familyAt(x) === 'float' ? `${helper('whole')}(${x?.text}, ${cut})` : cut;
  },
  sqrt: defined('sqrt', x => `${x} >= 0`, 'A square root takes no negative number.'),
  cbrt: 'cbrt',
  exp: 'exp',
  ln: positive('ln'),
  log10: positive('log10'),
  log2: positive('log2'),
  log: (args, tools) => {
    const [x] = args;
    if (args.length > 1)
      return refuse('a logarithm to another base differs in its last digit; use ln(x) / ln(base)');
    return `F.log10(${tools.helper('must')}(${x?.text}, ${operand(x)} > 0, "A logarithm takes numbers above zero."))`;
  },
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  asin: defined('asin', x => `${x}.between(-1, 1)`, 'An arc sine takes numbers from -1 to 1.'),
  acos: defined('acos', x => `${x}.between(-1, 1)`, 'An arc cosine takes numbers from -1 to 1.'),
  atan: 'atan',
  atan2: 'atan2',
  sinh: 'sinh',
  cosh: 'cosh',
  tanh: 'tanh',
  degrees: 'degrees',
  radians: 'radians',
  pi: () => 'F.pi()',
  isnan: ([x]) => infix(`${operand(x)} == float("nan")`),
  isinf: args => (isTime(args) ? known(args, 'False') : infix(`F.abs(${args[0]?.text}) == float("inf")`)),
  isfinite: args => (isTime(args) ? known(args, 'True') : infix(`F.abs(${args[0]?.text}) < float("inf")`)),
  factorial: refuse('the results are too wide for its whole numbers'),
  gcd: refuse('it has no such function'),
  lcm: refuse('it has no such function'),
  bit_and: method('bitwiseAND'),
  bit_or: method('bitwiseOR'),
  xor: method('bitwiseXOR'),
  shift_left: refuse('an overflow is silent there; multiply by power(2, n)'),
  shift_right: refuse('wide shifts differ; divide by power(2, n)'),
};
