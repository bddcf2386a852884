/** From the params in a file to typed params: substitution, migration, the kind's schema. */
import type { z } from 'zod';
import type { NodeKind } from '../catalogue/node.ts';
import { paramMeta } from '../catalogue/params.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { PipelineNode } from '../graph/document.ts';
import { type ParameterValues, secretNames, substitute } from '../graph/parameters.ts';
import { nearest } from '../schema/nearest.ts';
import type { Json } from '../schema/types.ts';
import { settingsOf, shapeNames } from './param-choice.ts';
import { choiceWords, expectedWords, problemWords } from './param-words.ts';

type ParsedParams = {
  readonly params: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** Names of the secrets that the settings ask for. */
  readonly secrets?: readonly string[];
};

export const parseParams = (node: PipelineNode, kind: NodeKind, values: ParameterValues): ParsedParams => {
  const version = node.version ?? 1;
  if (version > kind.version) {
    const data = { kind: kind.kind, version, known: kind.version };
    return { params: undefined, diagnostics: [diagnostic('newer-kind-version', data, { node: node.id })] };
  }
  const migrated = (kind.migrations ?? []).slice(version - 1).reduce((params, up) => up(params), node.params);
  const filled = substitute(migrated as Json, values);
  if (filled.diagnostics.length > 0)
    return { params: undefined, diagnostics: filled.diagnostics.map(d => ({ ...d, node: node.id })) };
  const misplaced = misplacedSecrets(filled.value, kind.params, node.id);
  const parsed = kind.params.safeParse(asWritten(filled.value, kind.params));
  if (parsed.success) {
    const params = misplaced.length === 0 ? parsed.data : undefined;
    return { params, diagnostics: misplaced, secrets: secretNames(filled.value) };
  }
  const diagnostics = parsed.error.issues.flatMap(issue => paramProblems(issue, kind, node.id, filled.value));
  return { params: undefined, diagnostics: [...misplaced, ...diagnostics] };
};

/** `columns[2].name` */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
    '',
  );

const paramProblems = (
  issue: z.core.$ZodIssue,
  kind: NodeKind,
  node: string,
  value: Json,
): readonly Diagnostic[] => {
  const param = pathText(issue.path);
  const there = issue.path.reduce<Json | undefined>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, Json>)[key] : undefined),
    value,
  );
  if (issue.code === 'unrecognized_keys') {
    const params = settingsAt(kind.params, issue.path, there);
    return issue.keys.map(key =>
      diagnostic(
        'unknown-param',
        { param: key, params: [...params], near: nearest(key, params) ?? null },
        { node, param: param === '' ? key : `${param}.${key}` },
      ),
    );
  }
  if (issue.code === 'invalid_type' && there === undefined)
    return [diagnostic('missing-param', { param, expected: expectedWords(issue) }, { node, param })];
  if (issue.code === 'invalid_union') {
    const around = schemaAt(kind.params, issue.path.slice(0, -1));
    const names = around && shapeNames(unwrapped(around));
    if (names !== undefined && there === undefined)
      return [
        diagnostic('missing-param', { param, expected: `one of ${names.join(', ')}` }, { node, param }),
      ];
    if (names !== undefined && there !== undefined)
      return [diagnostic('bad-param', { param, problem: choiceWords(names, there) }, { node, param })];
    const inner = issue.errors.flat().find(e => e.path.length > 0);
    if (inner !== undefined)
      return paramProblems(
        { ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue,
        kind,
        node,
        value,
      );
  }
  const problem =
    there === undefined ? issue.message.replace(/^./, c => c.toLowerCase()) : problemWords(issue, there);
  return [diagnostic('bad-param', { param, problem }, { node, param })];
};

/** The schema below wrappers such as optional and default. */
export const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType => {
  const def = schema._zod.def as {
    type: string;
    innerType?: z.core.$ZodType;
    in?: z.core.$ZodType;
    out?: z.core.$ZodType;
  };
  if (def.innerType !== undefined) return unwrapped(def.innerType);
  // Where a transform comes first (`briefly`), the schema of the setting stands behind it.
  if (def.type === 'pipe' && def.in?._zod.def.type === 'transform' && def.out !== undefined)
    return unwrapped(def.out);
  if (def.type === 'pipe' && def.in !== undefined) return unwrapped(def.in);
  return schema;
};

/** Names of the settings of the group at a path, for the nearest one to a typing error. */
const settingsAt = (
  schema: z.core.$ZodType,
  path: readonly PropertyKey[],
  value: Json | undefined,
): readonly string[] => {
  const found = schemaAt(schema, path);
  return found === undefined ? [] : settingsOf(unwrapped(found), value);
};

/** The schema of the setting at a path, or undefined where the declaration has none. */
const schemaAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined => {
  let here: z.core.$ZodType | undefined = schema;
  for (const key of path) {
    if (here === undefined) return undefined;
    const def = unwrapped(here)._zod.def as {
      type: string;
      shape?: Record<string, z.core.$ZodType>;
      element?: z.core.$ZodType;
      valueType?: z.core.$ZodType;
      options?: readonly z.core.$ZodType[];
      items?: readonly z.core.$ZodType[];
    };
    if (def.type === 'object') here = def.shape?.[String(key)];
    else if (def.type === 'array') here = def.element;
    else if (def.type === 'record') here = def.valueType;
    else if (def.type === 'tuple') here = def.items?.[Number(key)];
    else if (def.type === 'union')
      here = def.options?.map(option => schemaAt(option, [key])).find(found => found !== undefined);
    else here = undefined;
  }
  return here;
};

/** Whether a setting, or a group around it, was declared to take secrets. */
const takesSecrets = (schema: z.core.$ZodType, path: readonly PropertyKey[]): boolean =>
  path.some((_, i) => {
    let here = schemaAt(schema, path.slice(0, i + 1));
    while (here !== undefined) {
      if (paramMeta.get(here as z.ZodType)?.secrets === true) return true;
      const inner = (here._zod.def as { innerType?: z.core.$ZodType }).innerType;
      here = inner;
    }
    return false;
  });

/** The value with each of its texts changed; `change` is told where the text stands. */
const mapTexts = (
  value: Json,
  change: (text: string, path: readonly PropertyKey[]) => string,
  path: readonly PropertyKey[] = [],
): Json => {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item, i) => mapTexts(item as Json, change, [...path, i]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item as Json, change, [...path, key])]),
  );
};

/** `$${env:` stands for a literal `${env:`. In settings that take secrets it is kept until those are put in. */
const asWritten = (value: Json, schema: z.core.$ZodType): Json =>
  mapTexts(value, (text, path) =>
    text.includes('$${env:') && !takesSecrets(schema, path) ? text.replaceAll('$${env:', '${env:') : text,
  );

/** `${env:NAME}` outside the settings that are made for it. */
const misplacedSecrets = (value: Json, schema: z.core.$ZodType, node: string): readonly Diagnostic[] => {
  const found: Diagnostic[] = [];
  mapTexts(value, (text, path) => {
    const names = secretNames(text);
    if (names.length > 0 && !takesSecrets(schema, path))
      for (const name of names)
        found.push(diagnostic('secret-not-allowed', { name }, { node, param: pathText(path) }));
    return text;
  });
  return found;
};
