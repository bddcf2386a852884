/** What the catalogue says of a kind, as plain data: read off its declaration, nothing is written twice. */
import { z } from 'zod';
import type { NodeKind, Ports } from '../../engine/catalogue/node.ts';
import { type ParamMeta, paramMeta } from '../../engine/catalogue/params.ts';

type JsonSchema = { readonly [key: string]: unknown };

/** The JSON Schema of a kind's params, as a file holds them, with label, help and widget of each. */
export const paramsSchema = (kind: NodeKind): JsonSchema =>
  z.toJSONSchema(kind.params, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { label, help, widget, port, placeholder, types, brief } = metaOf(zodSchema);
      if (label !== undefined) jsonSchema.title = label;
      if (help !== undefined) jsonSchema.description = help;
      // A text alone stands for the group in which only that setting is said.
      if (brief !== undefined) jsonSchema.type = ['object', 'string'] as never;
      Object.assign(jsonSchema, {
        ...(brief && { brief }),
        ...(widget && { widget }),
        ...(port && { port }),
        ...(types && { types }),
        ...(placeholder !== undefined && { placeholder }),
      });
    },
  }) as JsonSchema;

const metaOf = (schema: z.core.$ZodType): ParamMeta => paramMeta.get(schema as unknown as z.ZodType) ?? {};

/** One setting in words, for a list. */
export type ParamLine = {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly label?: string;
  readonly help?: string;
  /** The settings of each item, where it is a list of groups. */
  readonly settings?: readonly ParamLine[];
};

/** The settings of a kind, required ones first as they are declared. */
export const paramLines = (schema: JsonSchema): readonly ParamLine[] => {
  const required = new Set(isList(schema.required) ? schema.required : []);
  const variants = isList(schema.anyOf) ? schema.anyOf : isList(schema.oneOf) ? schema.oneOf : [];
  const own = isRecord(schema.properties) ? schema.properties : {};
  const lines = Object.entries(own).flatMap(([name, of]) =>
    isRecord(of) ? [paramLine(name, of, required.has(name))] : [],
  );
  return [...lines, ...variants.filter(isRecord).flatMap(paramLines)];
};

const paramLine = (name: string, of: JsonSchema, required: boolean): ParamLine => ({
  name,
  type: hasGroups(of) ? 'list of' : typeWords(of),
  ...(hasGroups(of) && { settings: paramLines(of.items) }),
  required: required && of.default === undefined,
  ...(of.default !== undefined && { default: of.default }),
  ...(typeof of.title === 'string' && { label: of.title }),
  ...(typeof of.description === 'string' && { help: of.description }),
});

const hasGroups = (of: JsonSchema): of is JsonSchema & { readonly items: JsonSchema } =>
  of.type === 'array' && isRecord(of.items) && isRecord(of.items.properties);

/** `number from 0`, `fail | skip`, `list of column`. */
const typeWords = (of: JsonSchema): string => {
  if (isList(of.enum)) return of.enum.map(String).join(' | ');
  if (of.const !== undefined) return JSON.stringify(of.const);
  const alternatives = isList(of.anyOf) ? of.anyOf : isList(of.oneOf) ? of.oneOf : undefined;
  if (alternatives !== undefined)
    return [...new Set(alternatives.filter(isRecord).map(typeWords))].join(' | ');
  if (of.type === 'array') return `list of ${isRecord(of.items) ? typeWords(of.items) : 'values'}`;
  if (of.type === 'object') return objectWords(of);
  const named = typeof of.widget === 'string' && special.has(of.widget) ? of.widget : undefined;
  return `${named ?? (typeof of.type === 'string' ? of.type : 'value')}${rangeWords(of)}`;
};

const special = new Set(['column', 'expression', 'type', 'path', 'sql', 'secret']);

const objectWords = (of: JsonSchema): string =>
  isRecord(of.properties) && Object.keys(of.properties).length > 0
    ? `{ ${Object.keys(of.properties).join(', ')} }`
    : isRecord(of.additionalProperties)
      ? `{ name: ${typeWords(of.additionalProperties)} }`
      : 'object';

const rangeWords = (of: JsonSchema): string => {
  const bound = (value: unknown): number | undefined =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
  const [min, max] = [bound(of.minimum), bound(of.maximum)];
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  return min === undefined ? (max === undefined ? '' : ` up to ${max}`) : ` from ${min}`;
};

const isRecord = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const portFacts = (ports: Ports) =>
  Object.entries(ports).map(([name, { type, label, optional, many, help }]) => ({
    name,
    type,
    label,
    ...(optional && { optional }),
    ...(many && { many }),
    ...(help !== undefined && { help }),
  }));

/** A kind as the catalogue shows it, with everything a caller may set. */
export const kindFacts = (kind: NodeKind) => ({
  kind: kind.kind,
  version: kind.version,
  title: kind.title,
  category: kind.category,
  summary: kind.summary,
  ...(kind.docs !== undefined && { docs: kind.docs }),
  keywords: kind.keywords ?? [],
  icon: kind.icon,
  inputs: portFacts(kind.inputs),
  outputs: portFacts(kind.outputs),
  params: paramsSchema(kind),
  examples: kind.examples,
});
