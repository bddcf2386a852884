import type { DataType } from './types.ts';

/** Whether a type's values are lists, structs, maps or JSON: those that JSON writes as arrays and objects. */
export const isNestedType = (type: DataType): boolean =>
  type === 'JSON' || type.endsWith(']') || /^(STRUCT|MAP|UNION)\(/.test(type);
