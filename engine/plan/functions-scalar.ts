import type { FunctionInfo } from './functions.ts';
import { dateFunctions } from './functions-date.ts';
import { mathFunctions } from './functions-math.ts';
import { nestedFunctions } from './functions-nested.ts';
import { textFunctions } from './functions-text.ts';

/** Operators and the few functions that fit no other family. */
const operators = {
  and: { kind: 'scalar', signature: 'a and b', summary: 'True when both are' },
  or: { kind: 'scalar', signature: 'a or b', summary: 'True when one is' },
  not: { kind: 'scalar', signature: 'not a', summary: 'The opposite' },
  eq: {
    kind: 'scalar',
    signature: 'a = b',
    summary: 'Equal; null when one side is null',
    aliases: ['=', '=='],
  },
  ne: { kind: 'scalar', signature: 'a <> b', summary: 'Not equal', aliases: ['<>', '!='] },
  lt: { kind: 'scalar', signature: 'a < b', summary: 'Less', aliases: ['<'] },
  le: { kind: 'scalar', signature: 'a <= b', summary: 'Less or equal', aliases: ['<='] },
  gt: { kind: 'scalar', signature: 'a > b', summary: 'Greater', aliases: ['>'] },
  ge: { kind: 'scalar', signature: 'a >= b', summary: 'Greater or equal', aliases: ['>='] },
  same: { kind: 'scalar', signature: 'a is not distinct from b', summary: 'Equal, and null equals null' },
  differs: { kind: 'scalar', signature: 'a is distinct from b', summary: 'Not equal, and null equals null' },
  is_null: { kind: 'scalar', signature: 'a is null', summary: 'True when there is no value' },
  is_not_null: { kind: 'scalar', signature: 'a is not null', summary: 'True when there is a value' },
  in: { kind: 'scalar', signature: 'a in (b, c)', summary: 'Equal to one of the values' },
  not_in: { kind: 'scalar', signature: 'a not in (b, c)', summary: 'Equal to none of the values' },
  between: { kind: 'scalar', signature: 'a between b and c', summary: 'From b to c, both included' },
  coalesce: {
    kind: 'scalar',
    signature: 'coalesce(a, b, …)',
    summary: 'The first value that is not null',
    aliases: ['ifnull'],
  },
  nullif: { kind: 'scalar', signature: 'nullif(a, b)', summary: 'Null when a equals b, else a' },
  greatest: {
    kind: 'scalar',
    signature: 'greatest(a, b, …)',
    summary: 'The largest of the values, nulls skipped',
  },
  least: {
    kind: 'scalar',
    signature: 'least(a, b, …)',
    summary: 'The smallest of the values, nulls skipped',
  },
  hash: {
    kind: 'scalar',
    signature: 'hash(x, …)',
    summary: 'A 64-bit hash, stable within one engine version',
  },
  md5: {
    kind: 'scalar',
    signature: 'md5(text)',
    summary: 'MD5 of the UTF-8 bytes, in hexadecimal',
    example: ["md5('a')", '0cc175b9c0f1b6a831c399e269772661'],
  },
  sha1: {
    kind: 'scalar',
    signature: 'sha1(text)',
    summary: 'SHA-1 of the UTF-8 bytes, in hexadecimal',
    example: ["sha1('a')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'],
  },
  sha256: {
    kind: 'scalar',
    signature: 'sha256(text)',
    summary: 'SHA-256 of the UTF-8 bytes, in hexadecimal',
    example: ["sha256('a')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
  },
  md5_number_lower: {
    kind: 'scalar',
    signature: 'md5_number_lower(text)',
    summary: 'The lower 64 bits of the MD5, as an unsigned integer',
  },
  typeof: {
    kind: 'scalar',
    signature: 'typeof(x)',
    summary: 'Name of the data type',
    example: ['typeof(1)', 'INTEGER'],
  },
  uuid: {
    kind: 'scalar',
    signature: 'uuid()',
    summary: 'A random identifier',
    volatile: true,
    aliases: ['gen_random_uuid'],
  },
  random: {
    kind: 'scalar',
    signature: 'random()',
    summary: 'A random number from 0 to 1; not repeatable',
    volatile: true,
  },
} as const satisfies Record<string, FunctionInfo>;

export const scalarFunctions = {
  ...operators,
  ...mathFunctions,
  ...textFunctions,
  ...dateFunctions,
  ...nestedFunctions,
} as const;
