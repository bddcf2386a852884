import type { z } from 'zod';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { visible } from '../diagnostics/words.ts';
import { documentSchema } from './document.ts';
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

const problemOf = (root: unknown, issue: Issue): Diagnostic => {
  const path: Path = issue.path.map(step => (typeof step === 'number' ? step : String(step)));
  const value = valueAt(root, path);
  const place = placeOf(root, path);
  if (value === undefined)
    return diagnostic(
      'missing-field',
      {
        path: path.slice(0, -1),
        field: String(path.at(-1) ?? ''),
        expected: issue.code === 'invalid_value' ? 'text' : shapeOf(issue),
      },
      place,
    );
  if (issue.code === 'invalid_value')
    return diagnostic(
      'wrong-choice',
      { path, choices: issue.values.map(String), found: shown(value) },
      place,
    );
  return diagnostic('wrong-field', { path, expected: shapeOf(issue), found: shown(value) }, place);
};

const sizes = [
  ['nodes', 'too-many-nodes', limits.nodes],
  ['edges', 'too-many-edges', limits.edges],
  ['parameters', 'too-many-parameters', limits.parameters],
] as const;

const sizeOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
};

/** Where the counts of nodes, edges and parameters pass what is read. */
export const sizeProblems = (root: unknown): Diagnostic[] =>
  sizes.flatMap(([field, code, limit]) => {
    const found = sizeOf(member(root, field));
    return found > limit ? [diagnostic(code, { found, limit })] : [];
  });

/** Every field that is missing or holds the wrong kind of value. */
export const shapeProblems = (root: unknown): Diagnostic[] =>
  (documentSchema.safeParse(root).error?.issues ?? []).map(issue => problemOf(root, issue));
