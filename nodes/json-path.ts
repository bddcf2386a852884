import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import {
  choice,
  dataType,
  group,
  listOf,
  newName,
  column as pick,
  text,
  toggle,
} from '../engine/catalogue/params.ts';
import { call, cast, fail, isNotNull, literal, when } from '../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../engine/plan/expr.ts';
import { plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { jsonPathExamples } from './examples/json-path.ts';

/** More keys than this are no columns any more. */
const mostKeys = 200;

type OnError = 'fail' | 'null';

/** The text at a path, null where there is none; JSON that cannot be read fails or counts as nothing. */
const textAt = (json: Expr, name: string, path: string, onError: OnError, id: string): Expr => {
  const sentence = `Column “${name}” holds a text that is not JSON. Correct it, or set “onError” to null. The text is`;
  const extracted = call('json_extract_string', json, literal(path));
  return onError === 'null'
    ? when(call('json_valid', json), extracted)
    : when(call('json_valid', json), extracted, when(isNotNull(json), fail(id, 'column', sentence, json)));
};

const typed = (value: Expr, type: string, path: string, onError: OnError, id: string): Expr => {
  if (type === 'VARCHAR') return value;
  const read = cast(value, type, 'null');
  if (onError === 'null') return read;
  const sentence = `At ${path} there is a value that is not ${type}. Correct it, choose another type, or set “onError” to null. The value is`;
  return call('coalesce', read, when(isNotNull(value), fail(id, 'paths', sentence, value)));
};

const keysOf = (rel: Rel, json: Expr, name: string): Rel => ({
  op: 'explode',
  input: {
    op: 'project',
    input: rel,
    columns: [{ name: 'keys', expr: when(call('json_valid', json), call('json_keys', json)) }],
  },
  keep: [],
  column: 'keys',
  as: name,
  outer: false,
});

const keyPath = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? `$.${key}` : `$."${key}"`);

export const jsonPath = defineNode({
  kind: 'json-path',
  version: 1,
  title: 'Read JSON',
  summary: 'Takes values out of JSON texts into typed columns, by path or all keys at once.',
  docs: `A path starts with \`$\`: \`$.customer.name\`, \`$.items[0].price\`, \`$."key with spaces"\`. Where there is nothing, or a JSON
null, the column is null. Without a type the value comes as text; an object or a list comes as its JSON text.

\`flatten\` makes a text column of each key at the top of the objects, in alphabetical order, after those of \`paths\`. To know
the keys the whole column is read when the pipeline is checked, so name the paths where data is large.

A text that is not JSON, and a value that is not of its type, fails the run or becomes null.`,
  category: 'Columns',
  icon: 'braces',
  keywords: ['json', 'extract', 'flatten', 'path', 'nested', 'normalize', 'get_json_object'],
  params: z.strictObject({
    column: pick({ types: ['text', 'other'], label: 'JSON column' }),
    paths: listOf(
      group({
        path: text({ label: 'Path', placeholder: '$.customer.name' }),
        name: newName({ label: 'Name' }),
        type: dataType({ label: 'Type' }).optional(),
      }),
      { label: 'Values' },
    ).default([]),
    flatten: toggle({ label: 'A column for each key at the top' }).default(false),
    prefix: text({ label: 'Start of the names of those columns' }).default(''),
    keep: toggle({ label: 'Keep the column' }).default(true),
    onError: choice(['fail', 'null'], { label: 'What cannot be read' }).default('fail'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with values') },
  lower: ({ params, input, distinct, id }) => {
    const { rel, schema } = input();
    const { onError } = params;
    const problems = params.paths.flatMap((p, i) => pathProblems(p.path, `paths[${i}].path`));
    if (params.paths.length === 0 && !params.flatten)
      problems.push({
        param: 'paths',
        message: 'No value is taken. Name a path and a column for it, or set “flatten”.',
      });
    if (problems.length > 0) return { problems };
    const json = cast(params.column, 'VARCHAR');
    const value = (path: string, type: string): Expr =>
      typed(textAt(json, params.column.name, path, onError, id), type, path, onError, id);
    const named = params.paths.map(
      (p): NamedExpr => ({ name: p.name, expr: value(p.path, p.type ?? 'VARCHAR') }),
    );
    // The name stands in the message when there are too many.
    const keyColumn = `key of ${params.column.name}`;
    const keys = params.flatten
      ? distinct({ rel: keysOf(rel, json, keyColumn), column: keyColumn, limit: mostKeys })
      : [];
    const odd = keys.find(key => key === '' || key.includes('"') || key.includes('\\'));
    if (odd !== undefined) {
      const why = odd === '' ? 'is empty' : 'has a quote or a backslash, which no path can say';
      const message = `The key ${JSON.stringify(odd)} ${why}. Name the other keys in “paths”.`;
      return { problems: [{ param: 'flatten', message }] };
    }
    const flat = keys.map(
      (key): NamedExpr => ({ name: `${params.prefix}${key}`, expr: value(keyPath(key), 'VARCHAR') }),
    );
    const kept = schema.map(f => f.name).filter(name => params.keep || name !== params.column.name);
    const columns = [...plain(kept), ...named, ...flat];
    if (columns.length === 0)
      return {
        problems: [{ param: 'keep', message: 'No column would be left. Keep the column, or name a path.' }],
      };
    return { outputs: { out: { op: 'project', input: rel, columns } } };
  },
  examples: jsonPathExamples,
});

const pathProblems = (path: string, param: string): Problem[] => {
  const bare = path.replace(/"[^"]*"/g, 'q');
  const message = !path.startsWith('$')
    ? `The path “${path}” does not start at the top. Write “$.${path}”.`
    : /\*|\.\.|\[#|\?/.test(bare)
      ? `The path “${path}” may stand for several values. Name one, such as $.items[0], or read the list as JSON text.`
      : /^\$(\.[^.[\]\s]+|\[\d+\])*$/.test(bare)
        ? undefined
        : `The path “${path}” cannot be read. Write it like $.customer.name, $.items[0] or $."key with spaces".`;
  return message === undefined ? [] : [{ param, message }];
};
