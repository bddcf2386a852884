import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, listOf, newName, column as pick, text, toggle } from '../engine/catalogue/params.ts';
import { call, column, isNotNull, literal, when } from '../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../engine/plan/expr.ts';
import { freeName, plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { patternProblem } from './shared/pattern.ts';
import { rows } from './shared/rows.ts';

const names = rows({ name: 'VARCHAR' }, [['Lovelace, Ada'], ['Plato'], ['a, b, c'], [''], [null]]);

export const splitColumn = defineNode({
  kind: 'split-column',
  version: 1,
  title: 'Split a column',
  summary: 'Cuts a text at a separator into several columns or a list.',
  docs: `\`into\` names the columns for the parts, from the left; a part that is not there is null. Parts beyond the last name
are dropped, or stay with the last part (\`extra: "merge"\`, separator only). \`asList\` names one column with all parts
instead. A separator is taken literally; a pattern is a regular expression (RE2). An empty text has one part, the empty
text; null has none.`,
  category: 'Columns',
  icon: 'scissors',
  keywords: ['separate', 'tokenize', 'delimiter', 'parts', 'list'],
  params: z.strictObject({
    column: pick({ types: ['text'], label: 'Column' }),
    by: choice(['separator', 'pattern'], { label: 'Cut at' }).default('separator'),
    separator: text({ label: 'Separator or pattern', placeholder: ',' }),
    into: listOf(newName({ label: 'Name' }), { label: 'Columns for the parts' }).default([]),
    asList: newName({ label: 'One list column instead' }).optional(),
    extra: choice(['drop', 'merge'], { label: 'Parts beyond the last column' }).default('drop'),
    trim: toggle({ label: 'Remove blanks around the parts' }).default(false),
    keep: toggle({ label: 'Keep the column' }).default(true),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with parts') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const problems = problemsOf(params);
    if (problems.length > 0) return { problems };
    const all = schema.map(f => f.name);
    const kept = params.keep ? all : all.filter(name => name !== params.column.name);
    const separator = literal(params.separator);
    const list = call(params.by === 'separator' ? 'string_split' : 'regexp_split', params.column, separator);
    const trimmed = (value: Expr): Expr => (params.trim ? call('trim', value) : value);
    if (params.asList !== undefined) {
      const parts: Expr = params.trim
        ? call('list_transform', list, { op: 'lambda', params: ['part'], body: trimmed(column('part')) })
        : list;
      const columns = [...plain(kept), { name: params.asList, expr: parts }];
      return { outputs: { out: { op: 'project', input: rel, columns } } };
    }
    const parts = freeName('__parts', all);
    const cut: Rel = {
      op: 'project',
      input: rel,
      columns: [...plain(all), { name: parts, expr: list }],
    };
    const count = params.into.length;
    const part = (i: number): Expr => {
      const one = call('list_element', column(parts), literal(i + 1));
      if (params.extra === 'drop' || i < count - 1) return one;
      const rest = call('list_slice', column(parts), literal(count), literal(1_000_000));
      return when(isNotNull(one), call('array_to_string', rest, separator));
    };
    const added = params.into.map((name, i): NamedExpr => ({ name, expr: trimmed(part(i)) }));
    return { outputs: { out: { op: 'project', input: cut, columns: [...plain(kept), ...added] } } };
  },
  examples: [
    {
      title: 'Two parts; one that is missing is null, a third is dropped',
      params: { column: 'name', separator: ',', into: ['last', 'first'], trim: true },
      inputs: { in: names },
      outputs: {
        out: rows({ name: 'VARCHAR', last: 'VARCHAR', first: 'VARCHAR' }, [
          ['Lovelace, Ada', 'Lovelace', 'Ada'],
          ['Plato', 'Plato', null],
          ['a, b, c', 'a', 'b'],
          ['', '', null],
          [null, null, null],
        ]),
      },
    },
    {
      title: 'The rest stays with the last part',
      params: { column: 'name', separator: ', ', into: ['head', 'tail'], extra: 'merge', keep: false },
      inputs: { in: names },
      outputs: {
        out: rows({ head: 'VARCHAR', tail: 'VARCHAR' }, [
          ['Lovelace', 'Ada'],
          ['Plato', null],
          ['a', 'b, c'],
          ['', null],
          [null, null],
        ]),
      },
    },
    {
      title: 'All parts as a list, cut at a pattern',
      params: { column: 'tags', by: 'pattern', separator: '\\s*[;|]\\s*', asList: 'tag' },
      inputs: { in: rows({ tags: 'VARCHAR' }, [['red ; blue|grün'], [null]]) },
      outputs: {
        out: rows({ tags: 'VARCHAR', tag: 'VARCHAR[]' }, [
          ['red ; blue|grün', ['red', 'blue', 'grün']],
          [null, null],
        ]),
      },
    },
  ],
});

type Settings = {
  readonly by: 'separator' | 'pattern';
  readonly separator: string;
  readonly into: readonly string[];
  readonly asList?: string | undefined;
  readonly extra: 'drop' | 'merge';
};

const problemsOf = ({ by, separator, into, asList, extra }: Settings): readonly Problem[] => {
  const problems: Problem[] = [];
  const report = (param: string, message: string) => problems.push({ param, message });
  if (separator === '')
    report('separator', 'The separator is empty. Write the text that stands between the parts.');
  else if (by === 'pattern') {
    const problem = patternProblem(separator);
    if (problem !== undefined) report('separator', problem);
  }
  if (into.length === 0 && asList === undefined)
    report(
      'into',
      'The parts go nowhere. Name the columns for them in “into”, or one list column in “asList”.',
    );
  if (into.length > 0 && asList !== undefined)
    report('asList', 'The parts go into columns or into a list, not both. Take away “into” or “asList”.');
  if (by === 'pattern' && extra === 'merge')
    report(
      'extra',
      'What a pattern cut out is gone, so the rest cannot be put together. Choose “drop”, or cut at a separator.',
    );
  return problems;
};
