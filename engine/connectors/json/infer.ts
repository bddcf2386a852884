/** What the records of a sample look like: a tree of the keys and kinds that were seen. */
import type { DataType } from '../../schema/types.ts';
import { join, type Kind, kindOfNumber, kindOfString } from '../http/infer.ts';
import { isObject, numberText } from '../http/json.ts';
import { ident } from '../quote.ts';

/** All that was seen in one place. More than one of scalar, object and list there means text. */
export type Seen = {
  scalar: Kind | undefined;
  keys: Map<string, Seen> | undefined;
  item: Seen | undefined;
};

export const nothingSeen = (): Seen => ({ scalar: undefined, keys: undefined, item: undefined });

const kindOf = (value: unknown): Kind => {
  const number = numberText(value);
  if (number !== undefined) return kindOfNumber(number);
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'BIGINT' : 'DOUBLE';
  return typeof value === 'boolean' ? 'BOOLEAN' : kindOfString(String(value));
};

/** Adds a value of lossless JSON to what was seen. Null tells nothing. */
export const look = (seen: Seen, value: unknown): void => {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    seen.item ??= nothingSeen();
    for (const item of value) look(seen.item, item);
  } else if (isObject(value)) {
    seen.keys ??= new Map();
    for (const [key, inner] of Object.entries(value)) {
      const known = seen.keys.get(key) ?? nothingSeen();
      seen.keys.set(key, known);
      look(known, inner);
    }
  } else seen.scalar = join(seen.scalar, kindOf(value));
};

/** No record at all, or nothing but nulls. */
export const isNothing = ({ scalar, keys, item }: Seen): boolean =>
  scalar === undefined && keys === undefined && item === undefined;

const isMixed = ({ scalar, keys, item }: Seen): boolean =>
  [scalar, keys, item].filter(part => part !== undefined).length > 1;

/** A struct needs keys that differ in more than letter case, and none that is empty. */
const isStruct = (keys: ReadonlyMap<string, Seen>): boolean =>
  keys.size > 0 &&
  new Set([...keys.keys()].map(key => key.toLowerCase())).size === keys.size &&
  ![...keys.keys()].some(key => key === '' || key.includes('\u0000'));

const scalarType = (kind: Kind | undefined): DataType => {
  if (kind === 'LONG') return 'BIGINT';
  if (kind === 'UTC') return 'TIMESTAMP WITH TIME ZONE';
  return kind ?? 'VARCHAR';
};

/** The type that holds everything seen, without loss; what has no common type is text. */
export const typeOfSeen = (seen: Seen, lists: 'list' | 'text'): DataType => {
  if (isMixed(seen)) return 'VARCHAR';
  if (seen.item !== undefined) return lists === 'text' ? 'VARCHAR' : `${typeOfSeen(seen.item, lists)}[]`;
  if (seen.keys === undefined) return scalarType(seen.scalar);
  if (!isStruct(seen.keys)) return 'VARCHAR';
  const fields = [...seen.keys].map(([key, inner]) => `${ident(key)} ${typeOfSeen(inner, lists)}`);
  return `STRUCT(${fields.join(', ')})`;
};

type FoundColumn = { readonly path: readonly string[]; readonly type: DataType };

/** The columns of records: each key, or with `flatten` each leaf of nested objects. */
export const columnsSeen = (
  record: Seen,
  flatten: boolean,
  lists: 'list' | 'text',
  path: readonly string[] = [],
): readonly FoundColumn[] =>
  [...(record.keys ?? new Map<string, Seen>())].flatMap(([key, seen]): readonly FoundColumn[] => {
    const here = [...path, key];
    const nested = flatten && !isMixed(seen) && seen.keys !== undefined && isStruct(seen.keys);
    return nested ? columnsSeen(seen, flatten, lists, here) : [{ path: here, type: typeOfSeen(seen, lists) }];
  });

/** Names for columns: `a_b`, with a number where two would be the same. */
export const columnNames = (paths: readonly (readonly string[])[]): readonly string[] => {
  const plain = new Set(paths.map(path => path.join('_').toLowerCase()));
  const taken = new Set<string>();
  return paths.map(path => {
    const base = path.join('_') || 'column';
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()) || (n > 2 && plain.has(name.toLowerCase())); n++)
      name = `${base}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
};
