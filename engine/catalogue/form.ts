/**
 * A kind's params as a form: plain data that says, setting by setting, what it is called and what takes it. Read off
 * the schema and its metadata, so that a kind declares its settings once and has its form for nothing.
 */
import type { z } from 'zod';
import { invariant } from '../diagnostics/errors.ts';
import type { Json, TypeFamily } from '../schema/types.ts';
import { type ParamMeta, paramMeta, type Widget } from './params.ts';

/** What a value is made of, and thereby what takes it on the screen. */
export type Shape =
  | { readonly is: 'text' | 'multiline' | 'secret' | 'sql' | 'type' }
  | { readonly is: 'number'; readonly min?: number; readonly max?: number; readonly whole: boolean }
  | { readonly is: 'toggle' }
  | { readonly is: 'choice'; readonly values: readonly string[] }
  | { readonly is: 'column'; readonly port: string; readonly types?: readonly TypeFamily[] }
  | { readonly is: 'columns'; readonly port: string; readonly types?: readonly TypeFamily[] }
  | {
      readonly is: 'expression';
      readonly port: string;
      readonly aggregates: boolean;
      readonly condition: boolean;
      readonly seesEarlier: boolean;
    }
  | { readonly is: 'path'; readonly access: 'read' | 'write'; readonly extensions: readonly string[] }
  /** A value of one of several plain types; which one shows in the file. */
  | { readonly is: 'cell'; readonly takes: readonly CellType[]; readonly words: readonly string[] }
  | { readonly is: 'list'; readonly item: Shape }
  | { readonly is: 'record'; readonly value: Shape }
  /** `brief` are the settings that a text alone stands for. */
  | { readonly is: 'group'; readonly fields: readonly FormField[]; readonly brief: readonly string[] }
  /** Groups told apart by the value of one setting, `by`. */
  | { readonly is: 'modes'; readonly by: string; readonly modes: readonly Mode[] }
  /** A value written in one of several ways, such as an address or its parts. */
  | { readonly is: 'ways'; readonly ways: readonly { readonly label: string; readonly shape: Shape }[] };

export type CellType = 'text' | 'number' | 'boolean' | 'null';

export type Mode = { readonly name: string; readonly fields: readonly FormField[] };

export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly required: boolean;
  readonly advanced: boolean;
  /** What counts where nothing is set. */
  readonly fallback?: Json;
  readonly when?: ParamMeta['when'];
  readonly shape: Shape;
};

type Def = {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
  readonly defaultValue?: unknown;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly discriminator?: string;
  readonly entries?: Readonly<Record<string, string | number>>;
  readonly transform?: (value: unknown, context: unknown) => unknown;
};

const defOf = (schema: z.core.$ZodType): Def => schema._zod.def as unknown as Def;
const metaOf = (schema: z.core.$ZodType): ParamMeta => paramMeta.get(schema as z.ZodType) ?? {};

/** All that is said of a setting on its way from the outside in, the outer word first. */
type Peeled = {
  readonly schema: z.core.$ZodType;
  readonly meta: ParamMeta;
  readonly optional: boolean;
  readonly fallback?: Json;
  readonly brief: readonly string[];
};

/** A text that no declaration knows, to see which settings a text alone stands for. */
const probe = '\u0000probe';

const briefOf = (transform: Def['transform']): readonly string[] => {
  const made = transform?.(probe, { issues: [] });
  return typeof made === 'object' && made !== null
    ? Object.entries(made).flatMap(([name, value]) => (value === probe ? [name] : []))
    : [];
};

const peel = (schema: z.core.$ZodType): Peeled => {
  const def = defOf(schema);
  const meta = metaOf(schema);
  if (def.type === 'optional' || def.type === 'nonoptional' || def.type === 'readonly') {
    const inner = peel(def.innerType as z.core.$ZodType);
    return { ...inner, meta: { ...inner.meta, ...meta }, optional: true };
  }
  if (def.type === 'default' || def.type === 'prefault') {
    const inner = peel(def.innerType as z.core.$ZodType);
    const fallback = def.defaultValue as Json;
    return { ...inner, meta: { ...inner.meta, ...meta }, optional: true, fallback };
  }
  if (def.type === 'pipe' && def.in !== undefined && def.out !== undefined) {
    const before = defOf(def.in);
    // Where the transform comes first, the setting's schema stands behind it.
    const inner = peel(before.type === 'transform' ? def.out : def.in);
    const brief = before.type === 'transform' ? briefOf(before.transform) : inner.brief;
    return { ...inner, meta: { ...inner.meta, ...meta }, brief };
  }
  return { schema, meta, optional: false, brief: [] };
};

/** `sampleRows` as “Sample rows”. */
const inWords = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/^./, c => c.toUpperCase())
    .replace(/ [A-Z]/g, c => c.toLowerCase());

/** The settings of a kind, in the order in which they are declared. */
export const formOf = (params: z.core.$ZodType): readonly FormField[] => {
  const shape = shapeOf(params);
  invariant(shape.is === 'group', 'the params of a kind are a group');
  return shape.fields;
};

const fieldOf = (name: string, schema: z.core.$ZodType): FormField => {
  const { meta, optional, fallback } = peel(schema);
  const { label = inWords(name), help, placeholder, advanced = false, when } = meta;
  return {
    name,
    label,
    ...(help !== undefined && { help }),
    ...(placeholder !== undefined && { placeholder }),
    required: !optional,
    advanced,
    ...(fallback !== undefined && { fallback }),
    ...(when !== undefined && { when }),
    shape: shapeOf(schema),
  };
};

const fieldsOf = (shape: Def['shape'] = {}, but?: string): readonly FormField[] =>
  Object.entries(shape)
    .filter(([name]) => name !== but)
    .map(([name, of]) => fieldOf(name, of));

/** The shape of a schema. Throws for what no widget takes: a kind that is declared so cannot be set. */
export const shapeOf = (schema: z.core.$ZodType): Shape => {
  const { schema: inner, meta, brief } = peel(schema);
  const def = defOf(inner);
  switch (def.type) {
    case 'object':
      return { is: 'group', fields: fieldsOf(def.shape), brief };
    case 'record':
      return { is: 'record', value: shapeOf(def.valueType as z.core.$ZodType) };
    case 'array': {
      const element = def.element as z.core.$ZodType;
      return meta.widget === 'columns'
        ? { is: 'columns', ...ported(meta) }
        : { is: 'list', item: shapeOf(element) };
    }
    case 'union':
      return unionShape(def);
    case 'enum':
      return { is: 'choice', values: Object.values(def.entries ?? {}).map(String) };
    case 'boolean':
      return { is: 'toggle' };
    case 'number':
      return numberShape(inner);
    case 'string':
      return textShape(meta.widget ?? 'text', meta);
    default:
      throw new Error(`a setting of type ${def.type} has no widget`);
  }
};

const ported = ({ port = 'in', types }: ParamMeta) => ({ port, ...(types !== undefined && { types }) });

const textShape = (widget: Widget, meta: ParamMeta): Shape => {
  switch (widget) {
    case 'multiline':
    case 'secret':
    case 'sql':
    case 'type':
      return { is: widget };
    case 'column':
      return { is: 'column', ...ported(meta) };
    case 'expression':
      return {
        is: 'expression',
        port: meta.port ?? 'in',
        aggregates: meta.allow === 'aggregate',
        condition: meta.result === 'boolean',
        seesEarlier: meta.seesEarlier === true,
      };
    case 'path':
      return { is: 'path', access: meta.pathAccess ?? 'read', extensions: meta.extensions ?? [] };
    case 'text':
    case 'number':
    case 'toggle':
    case 'choice':
    case 'columns':
    case 'list':
    case 'record':
    case 'group':
      return { is: 'text' };
  }
};

const numberShape = (schema: z.core.$ZodType): Shape => {
  const { minValue, maxValue, isInt } = schema as z.ZodNumber;
  // Without a declared bound a whole number is still bounded by what is exact; that is not worth saying.
  const said = (bound: number | null): bound is number =>
    bound !== null && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  return {
    is: 'number',
    ...(said(minValue) && { min: minValue }),
    ...(said(maxValue) && { max: maxValue }),
    whole: isInt,
  };
};

const plainTypes: Readonly<Record<string, CellType>> = {
  string: 'text',
  enum: 'text',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
};

const unionShape = (def: Def): Shape => {
  const options = def.options ?? [];
  const { discriminator } = def;
  if (discriminator !== undefined)
    return {
      is: 'modes',
      by: discriminator,
      modes: options.flatMap(option => modesOf(option, discriminator)),
    };
  const inner = options.map(option => defOf(peel(option).schema));
  const takes = inner.flatMap(({ type }) => plainTypes[type] ?? []);
  if (takes.length === options.length) {
    const words = inner.flatMap(({ entries }) => Object.values(entries ?? {}).map(String));
    return { is: 'cell', takes, words };
  }
  const ways = options.map(option => ({ label: metaOf(option).label ?? '', shape: shapeOf(option) }));
  return { is: 'ways', ways };
};

const modesOf = (option: z.core.$ZodType, by: string): readonly Mode[] => {
  const { shape = {} } = defOf(peel(option).schema);
  const names = [...(shape[by]?._zod.values ?? [])].map(String);
  return names.map(name => ({ name, fields: fieldsOf(shape, by) }));
};
