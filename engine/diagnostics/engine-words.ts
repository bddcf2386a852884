/** The engine's own sentences in words for people. What is not known here is passed on as it is. */
import { quoted } from './words.ts';

const typeNames: Readonly<Record<string, string>> = {
  INT8: 'TINYINT',
  INT16: 'SMALLINT',
  INT32: 'INTEGER',
  INT64: 'BIGINT',
  INT128: 'HUGEINT',
  UINT8: 'UTINYINT',
  UINT16: 'USMALLINT',
  UINT32: 'UINTEGER',
  UINT64: 'UBIGINT',
  BOOL: 'BOOLEAN',
  INTEGER_LITERAL: 'a whole number',
  STRING_LITERAL: 'a text',
};

const typeName = (type: string): string => typeNames[type.trim()] ?? type.trim();

/** `VARCHAR and a whole number`. */
const and = (types: readonly string[]): string =>
  types.length < 2 ? (types[0] ?? 'no value') : `${types.slice(0, -1).join(', ')} and ${types.at(-1) ?? ''}`;

/** Why an expression does not fit: what the function was given, and what to do about it. */
export const typeProblem = (message: string): string => {
  const call = /No function matches the given name and argument types '([^(]+)\((.*)\)'/.exec(message);
  if (call?.[1] !== undefined) {
    const types = (call[2] ?? '').split(/,(?![^(]*\))/).filter(t => t.trim() !== '');
    return `${quoted(call[1])} does not take ${and(types.map(typeName))}. Convert a value first, such as cast(… as DOUBLE) or cast(… as VARCHAR)`;
  }
  const compared = /Cannot compare values of type (.+?) and (?:type )?(.+?)(?: - |$|\.)/.exec(message);
  if (compared?.[1] !== undefined && compared[2] !== undefined)
    return `${typeName(compared[1])} and ${typeName(compared[2])} cannot be compared. Convert one of them with cast(… as …)`;
  return message;
};

/** Which text is not which type, and of which column, from a failed conversion; undefined for other messages. */
export const conversionProblem = (
  message: string,
): { readonly value: string; readonly type: string; readonly column?: string } | undefined => {
  const text =
    /(?:Could not convert string|Could not convert) ['"](.*?)['"] to ['"]?([A-Z0-9_]+(?:\(.*?\))?)['"]?/s.exec(
      message,
    );
  const malformed = /(?:invalid|out of range) (\w+) field (?:value|format): ['"](.*?)['"]/s.exec(message);
  const column = /when casting from source column (.+?)(?:\.?\s*$|\n)/.exec(message)?.[1];
  const [value, type] = text ? [text[1], text[2]] : [malformed?.[2], malformed?.[1]?.toUpperCase()];
  if (value === undefined || type === undefined) return undefined;
  return { value, type: typeName(type), ...(column !== undefined && { column }) };
};
