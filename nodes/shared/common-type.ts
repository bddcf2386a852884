/** One data type that holds the values of several columns. */
import { type DataType, familyOf } from '../../engine/schema/types.ts';

const integerRank = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'];

const decimalParts = (type: DataType): readonly [number, number] | undefined => {
  const match = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
};

const integerDigits: Readonly<Record<string, number>> = { TINYINT: 3, SMALLINT: 5, INTEGER: 10, BIGINT: 19 };

const numberType = (types: readonly DataType[]): DataType => {
  const families = new Set(types.map(familyOf));
  if (families.has('float')) return 'DOUBLE';
  if (!families.has('decimal')) {
    const ranks = types.map(t => integerRank.indexOf(t));
    // Unsigned and arbitrary-width integers have no common signed type that always holds.
    return ranks.includes(-1) ? 'DOUBLE' : (integerRank[Math.max(...ranks)] ?? 'BIGINT');
  }
  const parts = types.map(t => decimalParts(t) ?? ([integerDigits[t] ?? 38, 0] as const));
  const scale = Math.max(...parts.map(([, s]) => s));
  const whole = Math.max(...parts.map(([p, s]) => p - s));
  return whole + scale > 38 ? 'DOUBLE' : `DECIMAL(${whole + scale},${scale})`;
};

/** The narrowest type that holds them all; VARCHAR where the kinds of values differ. */
export const commonType = (types: readonly DataType[]): DataType => {
  const known = types.filter(t => familyOf(t) !== 'unknown');
  const [first] = known;
  if (first === undefined) return 'VARCHAR';
  if (known.every(t => t === first)) return first;
  const families = new Set(known.map(familyOf));
  if ([...families].every(f => f === 'integer' || f === 'decimal' || f === 'float')) return numberType(known);
  if ([...families].every(f => f === 'date' || f === 'timestamp') && !known.some(t => /ZONE/.test(t)))
    return 'TIMESTAMP';
  return 'VARCHAR';
};
