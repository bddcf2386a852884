import { z } from 'zod';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { visible } from '../diagnostics/words.ts';
import {
  commentSchema,
  documentSchema,
  edgeSchema,
  groupSchema,
  nodeSchema,
  parameterSchema,
  pointSchema,
} from './document.ts';
import { limits } from './limits.ts';
import { isObject, member, placeOf, valueAt } from './path.ts';
import type { Path } from './scan.ts';

type Issue = z.core.$ZodIssue;
type Shape = 'text' | 'number' | 'version' | 'boolean' | 'object' | 'list' | 'point' | 'scalar';

const shapes: Readonly<Record<string, Shape>> = {
  string: 'text',
  number: 'number',
  int: 'version',
  boolean: 'boolean',
  object: 'object',
  record: 'object',
  array: 'list',
  tuple: 'point',
};

const shapeOf = (issue: Issue): Shape => {
  if (issue.code === 'invalid_type') return shapes[issue.expected] ?? 'scalar';
  if (issue.code === 'too_small' || issue.code === 'too_big')
    return issue.origin === 'array' ? 'point' : 'version';
  return 'scalar';
};

/** A value as it stands in the file, cut to a size; long lists and objects by their kind. */
const shown = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : visible(JSON.stringify(value), 60);
};

const problemOf = (root: unknown, issue: Issue, prefix: Path): Diagnostic => {
  const path: Path = [...prefix, ...issue.path.map(step => (typeof step === 'number' ? step : String(step)))];
  const value = valueAt(root, path);
  const place = placeOf(root, path);
  if (value === undefined) {
    const expected = issue.code === 'invalid_value' ? 'text' : shapeOf(issue);
    return diagnostic(
      'missing-field',
      { path: path.slice(0, -1), field: String(path.at(-1) ?? ''), expected },
      place,
    );
  }
  if (issue.code === 'invalid_value')
    return diagnostic(
      'wrong-choice',
      { path, choices: issue.values.map(String), found: shown(value) },
      place,
    );
  return diagnostic('wrong-field', { path, expected: shapeOf(issue), found: shown(value) }, place);
};

const sizeOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
};

const entries = (value: unknown): (readonly [string | number, unknown])[] => {
  if (Array.isArray(value)) return value.map((part: unknown, i) => [i, part] as const);
  return isObject(value) ? Object.entries(value) : [];
};

const sizes = [
  ['nodes', 'too-many-nodes', limits.nodes],
  ['edges', 'too-many-edges', limits.edges],
  ['parameters', 'too-many-parameters', limits.parameters],
  ['groups', 'too-many-groups', limits.groups],
  ['comments', 'too-many-comments', limits.comments],
] as const;

// Lists inside parts; a node is in one group at most.
const innerSizes = [
  ['groups', 'nodes', limits.nodes],
  ['parameters', 'options', limits.options],
] as const;

/** Where the counts of nodes, edges and the like pass what is read. */
export const sizeProblems = (root: unknown): Diagnostic[] => {
  const outer = sizes.flatMap(([field, code, limit]) => {
    const found = sizeOf(member(root, field));
    return found > limit ? [diagnostic(code, { found, limit })] : [];
  });
  if (outer.length > 0) return outer;
  return innerSizes.flatMap(([field, list, limit]) =>
    entries(member(root, field)).flatMap(([key, part]) => {
      const found = sizeOf(member(part, list));
      return found > limit ? [diagnostic('list-too-long', { path: [field, key, list], found, limit })] : [];
    }),
  );
};

const anything = z.any();
const shell = documentSchema.extend({
  parameters: z.record(z.string(), anything).optional(),
  nodes: z.array(anything),
  edges: z.array(anything).optional(),
  groups: z.array(anything).optional(),
  comments: z.array(anything).optional(),
  layout: z.record(z.string(), anything).optional(),
});

const partSchemas = [
  ['parameters', parameterSchema],
  ['nodes', nodeSchema],
  ['edges', edgeSchema],
  ['groups', groupSchema],
  ['comments', commentSchema],
  ['layout', pointSchema],
] as const;

/**
 * Every field that is missing or holds the wrong kind of value, up to the number that is reported. Parts are judged one
 * by one: zod gathers issues by spreading them into calls, which overflows the stack from some 100,000 on.
 */
export const shapeProblems = (root: unknown): Diagnostic[] => {
  const issuesOf = (schema: z.ZodType, value: unknown, prefix: Path): Diagnostic[] =>
    (schema.safeParse(value).error?.issues ?? []).map(issue => problemOf(root, issue, prefix));
  const found = issuesOf(shell, root, []);
  for (const [field, schema] of partSchemas)
    for (const [key, part] of entries(member(root, field))) {
      if (found.length > limits.problems) return found;
      found.push(...issuesOf(schema, part, [field, key]));
    }
  return found;
};
