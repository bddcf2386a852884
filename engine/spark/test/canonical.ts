/** Cells of both engines in the same words. Fractions keep 12 digits: sums and powers differ in the last ones. */
import { isNestedType } from '../../schema/nested.ts';
import { familyOf } from '../../schema/types.ts';
import { elementType, structFields } from '../types.ts';

const fraction = (value: string): string => {
  const lower = value.toLowerCase();
  if (lower.endsWith('nan')) return 'nan';
  const number = Number(value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value);
  return number === 0 ? '0' : String(Number(number.toPrecision(12)));
};

const exact = (value: string): string => value.replace(/^-(?=0*\.?0*$)/, '');

/** A cell of ours: text, or JSON text for nested types. */
export const canonicalCell = (type: string, cell: string | null): unknown => {
  if (cell === null) return null;
  if (type === 'JSON') return cell;
  if (isNestedType(type)) return nested(type, JSON.parse(quotedNumbers(cell)));
  return scalar(type, cell);
};

/** Numbers in JSON as text, so that none loses digits. */
const quotedNumbers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|-?\b(?:nan|inf|Infinity|NaN)\b/g, token =>
    token.startsWith('"') ? token : JSON.stringify(token),
  );

const scalar = (type: string, text: string): unknown => {
  switch (familyOf(type)) {
    case 'integer':
    case 'decimal':
      return exact(text);
    case 'float':
      return fraction(text);
    case 'boolean':
      return text === 'true';
    case 'timestamp':
      return text
        .replace(/\+00$/, '')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '');
    default:
      return text;
  }
};

const nested = (type: string, value: unknown): unknown => {
  if (value === null) return null;
  const element = elementType(type);
  if (element !== undefined && Array.isArray(value)) return value.map(v => nested(element, v));
  const fields = structFields(type);
  if (fields !== undefined && typeof value === 'object') {
    const record = value as Record<string, unknown>;
    return Object.fromEntries(fields.map(f => [f.name, nested(f.type, record[f.name] ?? null)]));
  }
  if (type.startsWith('MAP(') && typeof value === 'object') {
    const inner = /^MAP\((\w+(?:\([^)]*\))?), (.*)\)$/.exec(type)?.[2] ?? 'VARCHAR';
    return Object.entries(value as Record<string, unknown>)
      .map(([k, v]) => JSON.stringify([k, nested(inner, v)]))
      .sort();
  }
  if (typeof value === 'boolean') return value;
  return scalar(type, String(value));
};

/** A row of Spark, as run_cases.py writes it. */
export const canonicalRow = (row: readonly unknown[]): readonly unknown[] => row.map(tagged);

const tagged = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(tagged);
  if (value === null || typeof value !== 'object') return value;
  const v = value as { n?: string; f?: string; s?: Record<string, unknown>; m?: [unknown, unknown][] };
  if (v.n !== undefined) return exact(v.n);
  if (v.f !== undefined) return fraction(v.f);
  if (v.s !== undefined) return Object.fromEntries(Object.entries(v.s).map(([k, x]) => [k, tagged(x)]));
  return (v.m ?? []).map(([k, x]) => JSON.stringify([tagged(k), tagged(x)])).sort();
};
