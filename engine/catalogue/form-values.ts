/** Values of a form: read and changed by path, with what a file leaves out or writes briefly filled in on the way. */
import type { Json } from '../schema/types.ts';
import type { CellType, FormField, Shape } from './form.ts';

export type FormPath = readonly (string | number)[];
type Members = { readonly [key: string]: Json };

export const isMembers = (value: Json | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The members of a group, where a text alone may stand for some of them. */
export const expanded = (value: Json | undefined, brief: readonly string[]): Members => {
  if (isMembers(value)) return value;
  return typeof value === 'string' ? Object.fromEntries(brief.map(name => [name, value])) : {};
};

/** A text alone, where it says all that the members say. */
export const contracted = (members: Members, brief: readonly string[]): Json => {
  const [first] = brief;
  const said = first === undefined ? undefined : members[first];
  const names = Object.keys(members);
  return typeof said === 'string' &&
    names.length === brief.length &&
    brief.every(name => members[name] === said)
    ? said
    : members;
};

/** Which of the ways a value is written in; the first where there is no value yet. */
export const wayOf = (shape: Shape & { readonly is: 'ways' }, value: Json | undefined): number =>
  Math.max(
    0,
    shape.ways.findIndex(way => (way.shape.is === 'group') === isMembers(value)),
  );

/** The settings of the mode that a value has. */
export const modeFields = (
  shape: Shape & { readonly is: 'modes' },
  value: Json | undefined,
): readonly FormField[] =>
  shape.modes.find(mode => mode.name === (isMembers(value) ? value[shape.by] : undefined))?.fields ?? [];

/** The shape of a member of a value, and undefined where the declaration knows none. */
export const memberShape = (
  shape: Shape,
  value: Json | undefined,
  key: string | number,
): Shape | undefined => {
  switch (shape.is) {
    case 'group':
      return shape.fields.find(field => field.name === key)?.shape;
    case 'modes':
      return modeFields(shape, value).find(field => field.name === key)?.shape;
    case 'list':
      return shape.item;
    case 'record':
      return shape.value;
    case 'columns':
      return { ...shape, is: 'column' };
    case 'ways': {
      const way = shape.ways[wayOf(shape, value)];
      return way && memberShape(way.shape, value, key);
    }
    case 'text':
    case 'multiline':
    case 'secret':
    case 'sql':
    case 'type':
    case 'number':
    case 'toggle':
    case 'choice':
    case 'column':
    case 'expression':
    case 'path':
    case 'cell':
      return undefined;
  }
};

const briefOf = (shape: Shape | undefined): readonly string[] => (shape?.is === 'group' ? shape.brief : []);

const memberOf = (shape: Shape | undefined, value: Json | undefined, key: string | number) => {
  if (typeof key === 'number') return isList(value) ? value[key] : undefined;
  const members = expanded(value, briefOf(shape));
  return Object.hasOwn(members, key) ? members[key] : undefined;
};

/** The value at a path; what a brief text stands for is found too. */
export const valueAt = (
  shape: Shape | undefined,
  value: Json | undefined,
  path: FormPath,
): Json | undefined => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = shape && memberShape(shape, value, key);
  return valueAt(inner, memberOf(shape, value, key), rest);
};

/** The value with one member set, or taken out by undefined. A group that was brief, or is new, stays brief while it can. */
export const withValue = (
  shape: Shape | undefined,
  value: Json | undefined,
  path: FormPath,
  next: Json | undefined,
): Json | undefined => {
  const [key, ...rest] = path;
  if (key === undefined) return next;
  const inner = shape && memberShape(shape, value, key);
  const member = withValue(inner, memberOf(shape, value, key), rest, next);
  if (typeof key === 'number') {
    const items = isList(value) ? value : [];
    return member === undefined
      ? items.filter((_, i) => i !== key)
      : [...items.slice(0, key), member, ...items.slice(key + 1)];
  }
  const brief = briefOf(shape);
  const members = expanded(value, brief);
  const changed =
    member === undefined
      ? Object.fromEntries(Object.entries(members).filter(([name]) => name !== key))
      : { ...members, [key]: member };
  return isMembers(value) ? changed : contracted(changed, brief);
};

/** Every value that one widget shows, with its path and shape. */
export const leavesOf = (
  shape: Shape,
  value: Json,
  path: FormPath = [],
): readonly { readonly path: FormPath; readonly shape: Shape; readonly value: Json }[] => {
  const brief = briefOf(shape);
  const members = expanded(value, brief);
  const entries: readonly (readonly [string | number, Json])[] =
    shape.is === 'columns'
      ? []
      : isList(value)
        ? value.map((item, i) => [i, item] as const)
        : Object.entries(members);
  if (entries.length === 0) return [{ path, shape, value }];
  return entries.flatMap(([key, member]) => {
    const inner = memberShape(shape, value, key);
    const isMode = shape.is === 'modes' && key === shape.by;
    if (isMode)
      return [{ path: [...path, key], shape: { is: 'choice', values: modeNames(shape) }, value: member }];
    if (inner === undefined) return [];
    return leavesOf(inner, member, [...path, key]);
  });
};

const modeNames = (shape: Shape & { readonly is: 'modes' }): readonly string[] =>
  shape.modes.map(mode => mode.name);

/** Whether a setting counts, given those beside it. One that is set always shows, so that nothing lies hidden in a file. */
export const counts = (field: FormField, beside: Json | undefined, all: readonly FormField[]): boolean => {
  const members = isMembers(beside) ? beside : {};
  if (members[field.name] !== undefined) return true;
  return Object.entries(field.when ?? {}).every(([name, values]) => {
    const value = members[name] ?? all.find(other => other.name === name)?.fallback;
    return values.some(allowed => allowed === value);
  });
};

const numberText = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** A number that is typed, once it is one and loses nothing; text with a parameter stays as it is. */
export const typedNumber = (
  text: string,
  shape: { readonly min?: number; readonly max?: number; readonly whole: boolean },
): number | undefined => {
  const value = Number(text);
  if (!numberText.test(text.trim()) || !Number.isFinite(value)) return undefined;
  if (shape.whole && !Number.isSafeInteger(value)) return undefined;
  return value < (shape.min ?? value) || value > (shape.max ?? value) ? undefined : value;
};

/** The type of cell that a text looks like. */
const looksLike = (text: string): CellType =>
  numberText.test(text) && String(Number(text)) === text
    ? 'number'
    : text === 'true' || text === 'false'
      ? 'boolean'
      : 'text';

export const cellTypeOf = (value: Json | undefined): CellType =>
  typeof value === 'number'
    ? 'number'
    : typeof value === 'boolean'
      ? 'boolean'
      : value === null
        ? 'null'
        : 'text';

/** A text as a cell of a type; undefined where it cannot be one. */
export const asCell = (text: string, type: CellType): string | number | boolean | null | undefined => {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return looksLike(text) === 'number' ? Number(text) : undefined;
    case 'boolean':
      return text === 'true';
    case 'null':
      return null;
  }
};

/**
 * What a person means who types into a cell: what the text looks like, where the setting takes that, except that a text
 * which was made a text on purpose, such as “007” or “5”, stays one.
 */
export const typedCell = (
  text: string,
  before: Json | undefined,
  takes: readonly CellType[],
): string | number | boolean | undefined => {
  const onPurpose = typeof before === 'string' && before !== '' && looksLike(before) !== 'text';
  const type = onPurpose ? 'text' : looksLike(text);
  const value = takes.includes(type) ? asCell(text, type) : text;
  return value ?? text;
};
