import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { listOf, newName, column as pick, text, toggle } from '../engine/catalogue/params.ts';
import { call, literal } from '../engine/plan/build.ts';
import { plain } from '../engine/plan/names.ts';
import { groupsOf, patternProblem } from './shared/pattern.ts';
import { rows } from './shared/rows.ts';

/** Groups beyond the ninth cannot be asked for. */
const mostGroups = 9;

export const extract = defineNode({
  kind: 'extract',
  version: 1,
  title: 'Extract by pattern',
  summary: 'Takes parts of a text that a regular expression finds into new columns.',
  docs: `The first place where the pattern matches counts. Each group in round brackets gives a column, named by \`into\` in the
same order or by the group itself, \`(?P<year>\\d{4})\`; a pattern without groups gives the whole match. Where nothing
matches, or a group matches nothing, the column is null. The dialect is RE2: no look-around and no back-references.`,
  category: 'Columns',
  icon: 'regex',
  keywords: ['regex', 'regexp', 'pattern', 'group', 'match', 'parse'],
  params: z.strictObject({
    column: pick({ types: ['text'], label: 'Column' }),
    pattern: text({ label: 'Pattern', placeholder: '([A-Z]+)-(\\d+)' }),
    into: listOf(newName({ label: 'Name' }), {
      label: 'Names of the new columns',
      help: 'One for each group in round brackets.',
    }).default([]),
    keep: toggle({ label: 'Keep the column' }).default(true),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with parts') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const groups = groupsOf(params.pattern);
    const wanted = params.into.length > 0 ? params.into : groups.flatMap(name => name ?? []);
    const problem = problemOf(params.pattern, groups.length, wanted);
    if (problem !== undefined) return { problems: [problem] };
    const first = groups.length === 0 ? 0 : 1;
    const added = wanted.map((name, i) => ({
      name,
      // A place that does not match gives an empty text.
      expr: call(
        'nullif',
        call('regexp_extract', params.column, literal(params.pattern), literal(i + first)),
        literal(''),
      ),
    }));
    const kept = schema.map(f => f.name).filter(name => params.keep || name !== params.column.name);
    return { outputs: { out: { op: 'project', input: rel, columns: [...plain(kept), ...added] } } };
  },
  examples: [
    {
      title: 'Two groups into two columns',
      params: { column: 'ref', pattern: '([A-Z]+)-(\\d+)', into: ['series', 'number'] },
      inputs: { in: rows({ ref: 'VARCHAR' }, [['order AB-12, CD-34'], ['none'], [null]]) },
      outputs: {
        out: rows({ ref: 'VARCHAR', series: 'VARCHAR', number: 'VARCHAR' }, [
          ['order AB-12, CD-34', 'AB', '12'],
          ['none', null, null],
          [null, null, null],
        ]),
      },
    },
    {
      title: 'Named groups name the columns; one that matches nothing is null',
      params: { column: 't', pattern: '(?P<hours>\\d+)h(?P<minutes>\\d+)?', keep: false },
      inputs: { in: rows({ t: 'VARCHAR' }, [['7h30'], ['8h']]) },
      outputs: {
        out: rows({ hours: 'VARCHAR', minutes: 'VARCHAR' }, [
          ['7', '30'],
          ['8', null],
        ]),
      },
    },
    {
      title: 'Without groups the whole match',
      params: { column: 'note', pattern: '\\pL+@[a-z.]+', into: ['mail'] },
      inputs: { in: rows({ note: 'VARCHAR' }, [['to zoë@example.org!']]) },
      outputs: {
        out: rows({ note: 'VARCHAR', mail: 'VARCHAR' }, [['to zoë@example.org!', 'zoë@example.org']]),
      },
    },
  ],
});

const problemOf = (pattern: string, groups: number, names: readonly string[]): Problem | undefined => {
  const problem = patternProblem(pattern);
  if (problem !== undefined) return { param: 'pattern', message: problem };
  if (groups > mostGroups) {
    const message = `The pattern has ${groups} groups, and ${mostGroups} are the most. Write (?:…) for brackets that only hold together.`;
    return { param: 'pattern', message };
  }
  const needed = Math.max(groups, 1);
  if (names.length === needed) return undefined;
  const has = groups === 0 ? 'no group' : groups === 1 ? 'one group' : `${groups} groups`;
  const message = `The pattern has ${has} in round brackets, and there ${names.length === 1 ? 'is one name' : `are ${names.length} names`}. Give ${needed === 1 ? 'one name' : `${needed} names`} in “into”, or write (?:…) for brackets that only hold together.`;
  return { param: 'into', message };
};
