import { invariant } from '../diagnostics/errors.ts';
import {
  commentSchema,
  documentSchema,
  edgeSchema,
  groupSchema,
  nodeSchema,
  type PipelineDocument,
  parameterSchema,
} from './document.ts';
import { numberText } from './number-text.ts';
import { isObject } from './path.ts';

type Fields = { readonly [field: string]: unknown };

/** The order in which the fields of a part stand: as declared. */
const order = (schema: { readonly shape: object }): readonly string[] => Object.keys(schema.shape);

/** Fields with known ones first, in their order; unknown ones follow in theirs. Absent values are left out. */
const ordered = (value: Fields, known: readonly string[]): [string, unknown][] => {
  const first = new Set(known.filter(field => Object.hasOwn(value, field)));
  const rest = Object.keys(value).filter(field => !first.has(field));
  return [...first, ...rest]
    .map((field): [string, unknown] => [field, value[field]])
    .filter(([, found]) => found !== undefined);
};

const object = (members: readonly (readonly [string, string])[]): string =>
  members.length === 0
    ? '{}'
    : `{ ${members.map(([key, text]) => `${JSON.stringify(key)}: ${text}`).join(', ')} }`;

/** JSON on one line. Depth is what the parser allows, so recursion is safe. */
const inline = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (isObject(value)) return object(ordered(value, []).map(([key, part]) => [key, inline(part)]));
  if (typeof value !== 'number') return JSON.stringify(value ?? null);
  invariant(Number.isFinite(value), 'a pipeline holds finite numbers only');
  return numberText(value);
};

const line = (schema: { readonly shape: object }) => {
  const known = order(schema);
  return (value: Fields): string => object(ordered(value, known).map(([key, part]) => [key, inline(part)]));
};

const nodeFields = order(nodeSchema);

/** A node on one line. Params stand in the order of their names, however a form or a person has set them. */
const nodeLine = (node: Fields): string =>
  object(
    ordered(node, nodeFields).map(([key, part]) => {
      const sorted = key === 'params' && isObject(part) ? Object.keys(part).sort() : [];
      return [
        key,
        isObject(part)
          ? object(ordered(part, sorted).map(([name, value]) => [name, inline(value)]))
          : inline(part),
      ];
    }),
  );

const perLine = (open: string, lines: readonly string[], close: string): string =>
  lines.length === 0 ? open + close : `${open}\n${lines.map(text => `    ${text}`).join(',\n')}\n  ${close}`;

/** No part of a document ever changes, and documents share the parts that an edit left alone: each is written once. */
const once = (write: (value: Fields) => string) => {
  const written = new WeakMap<Fields, string>();
  return (value: Fields): string => {
    const known = written.get(value);
    if (known !== undefined) return known;
    const text = write(value);
    written.set(value, text);
    return text;
  };
};

const listOf = (write: (value: Fields) => string) => {
  const lineOf = once(write);
  return (value: unknown) => perLine('[', Array.isArray(value) ? value.map(part => lineOf(part)) : [], ']');
};

/** One entry a line once there are more than `most`, so that a change of one touches one line. */
const mapOf =
  (most: number, write: (value: unknown) => string) => (members: readonly (readonly [string, unknown])[]) => {
    const written = members.map(([key, value]): [string, string] => [key, write(value)]);
    if (written.length <= most) return object(written);
    return perLine(
      '{',
      written.map(([key, text]) => `${JSON.stringify(key)}: ${text}`),
      '}',
    );
  };

const parameterLine = line(parameterSchema);
const parameters = mapOf(1, value => (isObject(value) ? parameterLine(value) : inline(value)));
const places = mapOf(4, inline);

const writers: Readonly<Record<string, (value: unknown) => string>> = {
  nodes: listOf(nodeLine),
  edges: listOf(line(edgeSchema)),
  groups: listOf(line(groupSchema)),
  comments: listOf(line(commentSchema)),
};

const documentFields = order(documentSchema);

/**
 * The canonical text of a pipeline: the same graph gives the same bytes, one node and one edge a line, places in the
 * order of the nodes. Ends with a line feed.
 */
export const printPipeline = (document: PipelineDocument): string => {
  const nodeIds = [...new Set(document.nodes.map(node => node.id))];
  const fieldText = (field: string, value: unknown): string => {
    if (field === 'parameters') return parameters(Object.entries(document.parameters));
    if (field === 'layout') return places(ordered(document.layout, nodeIds));
    return Object.hasOwn(writers, field) ? (writers[field] ?? inline)(value) : inline(value);
  };
  const lines = ordered(document, documentFields).map(
    ([field, value]) => `  ${JSON.stringify(field)}: ${fieldText(field, value)}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
};
