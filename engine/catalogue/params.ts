/**
 * Helpers for the params of a node kind. Each is a Zod schema that also carries what a form needs (widget, label, port),
 * so that form, defaults, validation, JSON Schema, command-line help and docs come from one declaration.
 * Columns and expressions become plan expressions when parsed; the compiler checks them against the port's schema.
 */
import { z } from 'zod';
import type { Expr, PickedColumn } from '../plan/expr.ts';
import type { DataType, TypeFamily } from '../schema/types.ts';

export type Widget =
  | 'text'
  | 'multiline'
  | 'number'
  | 'toggle'
  | 'choice'
  | 'column'
  | 'columns'
  | 'expression'
  | 'type'
  | 'path'
  | 'secret'
  | 'sql'
  | 'list'
  | 'record'
  | 'group';

/** What a form and the docs show of a param, beside its schema. */
export type ParamMeta = {
  readonly label?: string;
  readonly help?: string;
  readonly widget?: Widget;
  readonly port?: string;
  readonly types?: readonly TypeFamily[];
  readonly placeholder?: string;
  readonly pathAccess?: 'read' | 'write';
  readonly extensions?: readonly string[];
  readonly secrets?: boolean;
  readonly advanced?: boolean;
  /** The one setting of a group that a text alone stands for. */
  readonly brief?: string;
  /** Of an expression: whether it takes sums and the like, and what its values must be. */
  readonly allow?: Formula['allow'];
  readonly result?: TypeFamily;
  /** Of an expression in a list of groups with a `name`: it sees the columns that earlier ones make. */
  readonly seesEarlier?: boolean;
  /** The values of other settings beside it for which this one counts: `{ how: ['asof'] }`. A form shows it only then. */
  readonly when?: { readonly [param: string]: readonly (string | boolean)[] };
};

/** Metadata of param schemas, kept apart from Zod's global registry. */
export const paramMeta = z.registry<ParamMeta>();

const withMeta = <S extends z.ZodType>(schema: S, meta: ParamMeta): S => {
  paramMeta.add(schema, meta);
  return schema;
};

/** A formula as a user typed it, until the compiler puts its syntax tree in its place. */
export type Formula = {
  readonly op: 'formula';
  readonly text: string;
  readonly port: string;
  readonly allow: 'scalar' | 'aggregate';
  /** What the values must be; `boolean` for conditions. */
  readonly result?: TypeFamily;
  /** True when the formula stands in a list of groups with a `name` and sees the columns that earlier ones make. */
  readonly seesEarlier?: boolean;
};

/** A data type as a user typed it, until the compiler has read it. */
export type TypeText = { readonly op: 'type'; readonly text: string };

/** A query as a user typed it, until the compiler has checked it. */
export type QueryText = { readonly op: 'query'; readonly text: string };

export const isTypeText = (value: unknown): value is TypeText =>
  typeof value === 'object' && value !== null && 'op' in value && value.op === 'type' && 'text' in value;

export const isQueryText = (value: unknown): value is QueryText =>
  typeof value === 'object' && value !== null && 'op' in value && value.op === 'query' && 'text' in value;

export const isFormula = (value: unknown): value is Formula =>
  typeof value === 'object' && value !== null && 'op' in value && value.op === 'formula';

export const isPicked = (value: unknown): value is PickedColumn =>
  typeof value === 'object' && value !== null && 'op' in value && value.op === 'column' && 'port' in value;

type Said = Pick<ParamMeta, 'label' | 'help' | 'placeholder' | 'advanced' | 'when'>;
type OfPort = Said & { readonly port?: string; readonly types?: readonly TypeFamily[] };

/** One column of an input port. Parsed to a column expression. */
export const column = ({ port = 'in', types, ...said }: OfPort = {}) =>
  withMeta(
    z
      .string()
      .min(1)
      .transform((name): PickedColumn => ({ op: 'column', name, port, ...(types && { types }) })),
    { widget: 'column', port, ...(types && { types }), ...said },
  );

/** Several columns of an input port, each once. */
export const columns = ({ port = 'in', types, ...said }: OfPort = {}) =>
  withMeta(z.array(column({ port, ...(types && { types }) })), {
    widget: 'columns',
    port,
    ...(types && { types }),
    ...said,
  });

/**
 * A SQL expression over the columns of an input port. `allow: 'aggregate'` takes sums and the like too. With
 * `seesEarlier`, in a list of groups that have a `name`, it sees the columns named by the groups before its own.
 */
export const expression = ({
  port = 'in',
  allow = 'scalar',
  result,
  seesEarlier,
  ...said
}: OfPort & {
  readonly allow?: 'scalar' | 'aggregate';
  readonly result?: TypeFamily;
  readonly seesEarlier?: boolean;
} = {}) =>
  withMeta(
    z
      .string()
      .min(1)
      // The compiler replaces the formula by its syntax tree before `lower` sees it, hence the claim of the type.
      .transform(
        (text): Expr =>
          ({
            op: 'formula',
            text,
            port,
            allow,
            ...(result && { result }),
            ...(seesEarlier && { seesEarlier }),
          }) as unknown as Expr,
      ),
    {
      widget: 'expression',
      port,
      allow,
      ...(result && { result }),
      ...(seesEarlier && { seesEarlier }),
      ...said,
    },
  );

/** A name for a new column. */
export const newName = (said: Said = {}) =>
  withMeta(
    z
      .string()
      .min(1)
      .max(1000)
      .refine(name => !name.includes('\u0000'), { message: 'A column name cannot hold a NUL character' }),
    { widget: 'text', ...said },
  );

/** A data type, such as `BIGINT` or `DECIMAL(18,2)`. The compiler lets the engine read it. */
export const dataType = (said: Said = {}) =>
  withMeta(
    z
      .string()
      .min(1)
      .max(2000)
      // Replaced by the canonical text before `lower` sees it.
      .transform((text): DataType => ({ op: 'type', text }) as unknown as DataType),
    { widget: 'type', placeholder: 'BIGINT', ...said },
  );

/** A condition: a SQL expression that is true, false or null for each row. */
export const condition = (said: OfPort = {}) => expression({ ...said, result: 'boolean' });

/** A file or folder path, relative to the pipeline file. */
export const path = (
  meta: Said & { readonly access: 'read' | 'write'; readonly extensions?: readonly string[] },
) => {
  const { access, extensions, ...said } = meta;
  return withMeta(z.string().min(1).max(4096), {
    widget: 'path',
    pathAccess: access,
    ...(extensions && { extensions }),
    ...said,
  });
};

/** Free text. `secrets` allows `${env:NAME}` in it. */
export const text = ({
  secrets,
  multiline,
  ...said
}: Said & { secrets?: boolean; multiline?: boolean } = {}) =>
  withMeta(z.string(), {
    widget: secrets ? 'secret' : multiline ? 'multiline' : 'text',
    ...(secrets && { secrets }),
    ...said,
  });

/** One SELECT over the named inputs of a node. */
export const sqlQuery = (said: Said = {}) =>
  withMeta(
    z
      .string()
      .min(1)
      // Checked on its syntax tree, then the text again.
      .transform((text): string => ({ op: 'query', text }) as unknown as string),
    { widget: 'sql', ...said },
  );

export const number = (said: Said & { readonly min?: number; readonly max?: number } = {}) => {
  const { min, max, ...rest } = said;
  let schema = z.number();
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  return withMeta(schema, { widget: 'number', ...rest });
};

export const integer = (said: Said & { readonly min?: number; readonly max?: number } = {}) => {
  const { min, max, ...rest } = said;
  let schema = z.int();
  if (min !== undefined) schema = schema.min(min);
  if (max !== undefined) schema = schema.max(max);
  return withMeta(schema, { widget: 'number', ...rest });
};

export const toggle = (said: Said = {}) => withMeta(z.boolean(), { widget: 'toggle', ...said });

export const choice = <const T extends readonly [string, ...string[]]>(values: T, said: Said = {}) =>
  withMeta(z.enum(values), { widget: 'choice', ...said });

/** A list of groups of settings, such as the aggregates of an aggregate. */
export const listOf = <S extends z.ZodType>(item: S, said: Said = {}) =>
  withMeta(z.array(item), { widget: 'list', ...said });

/** A group of settings. Unknown ones are refused with the nearest name. */
export const group = <S extends z.ZodRawShape>(shape: S, said: Said = {}) =>
  withMeta(z.strictObject(shape), { widget: 'group', ...said });

/** A group for which a text alone may be written where only that one setting is said: `"a"` for `{ "column": "a" }`. */
export const briefly = <S extends z.ZodType>(setting: string, item: S) =>
  withMeta(
    z.preprocess(value => (typeof value === 'string' ? { [setting]: value } : value), item),
    { widget: 'group', brief: setting },
  );

/** A value a user types for a cell: text, number, boolean or null. */
export const cellValue = (said: Said = {}) =>
  withMeta(z.union([z.string(), z.number(), z.boolean(), z.null()]), { widget: 'text', ...said });

/** Says label, help and other form facts of any schema. */
export const labelled = <S extends z.ZodType>(schema: S, meta: ParamMeta): S => withMeta(schema, meta);

/** `{ column: type }` overrides of guessed types. */
export const typeOverrides = (said: Said = {}) =>
  withMeta(z.record(z.string(), dataType()), { widget: 'record', ...said });
