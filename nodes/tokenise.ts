import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import {
  choice,
  integer,
  labelled,
  newName,
  column as pick,
  text,
  toggle,
} from '../engine/catalogue/params.ts';
import { sameName } from '../engine/plan/names.ts';
import { familyOf, fieldNamed } from '../engine/schema/types.ts';
import { tokeniseExamples } from './examples/text.ts';
import { fittedStep, onSparkLater } from './shared/learning.ts';
import { patternProblem } from './shared/pattern.ts';
import { languages, stopWords } from './shared/stop-words.ts';

const patterns = { words: '[\\p{L}\\p{N}_]+', blanks: '\\S+' };

export const tokenise = defineNode({
  kind: 'tokenise',
  version: 1,
  title: 'Tokenise',
  summary: 'Parts a text into its words, a list, which the steps that count words go on with.',
  docs: `- \`words\` are letters, digits and low lines in a row, of any script; \`blanks\` are whatever stands between blanks; with
  \`pattern\` a word is what matches (RE2).
- Words shorter than \`least\` characters go, then stop words: those of a language (lists of our own), and your own in
  \`without\`, letter case aside.
- Of the words that stay, \`longest\` makes phrases: with 2 also each two words that follow one another, joined by a blank.
  \`shortest\` 2 leaves the single words out.

Null stays null; a text without words is an empty list. The list takes the text's place unless it gets a name of its own.
Nothing is learned from other rows, but a model repeats the step, so that it takes texts as they are.`,
  category: 'Features',
  icon: 'scissors',
  keywords: ['tokenize', 'words', 'text', 'stop words', 'n-gram', 'ngram', 'regextokenizer', 'nlp', 'split'],
  params: z.strictObject({
    column: pick({ label: 'Text' }),
    name: newName({ label: 'Name of the list', help: 'Takes the place of the text when empty.' }).optional(),
    by: choice(['words', 'blanks', 'pattern'], { label: 'Parted into' }).default('words'),
    pattern: text({ label: 'Pattern of a word', when: { by: ['pattern'] } }).default(''),
    lower: toggle({ label: 'In lower case' }).default(true),
    least: integer({ label: 'Characters of the shortest word', min: 1, max: 1000 }).default(2),
    stop: choice(['none', ...languages], { label: 'Stop words of' }).default('none'),
    without: labelled(z.array(z.string().min(1)).max(10_000), {
      label: 'More stop words',
      widget: 'list',
    }).default([]),
    shortest: integer({ label: 'Words of the shortest phrase', min: 1, max: 5, advanced: true }).default(1),
    longest: integer({ label: 'Words of the longest phrase', min: 1, max: 5 }).default(1),
  }),
  inputs: { in: table('Rows with texts') },
  outputs: { out: table('Rows with lists of words') },
  lower: context => {
    const { params, input } = context;
    const { schema } = input();
    const field = fieldNamed(schema, params.column.name);
    if (field === undefined) return {};
    const output = params.name ?? field.name;
    const problem = problemOf(params, field.type) ?? taken(output, field.name, schema);
    if (problem !== undefined) return { problems: [problem] };
    const stop = params.stop === 'none' ? [] : stopWords[params.stop];
    const columns =
      output === field.name
        ? schema.map(f => (f.name === output ? { name: output, type: 'VARCHAR[]' } : f))
        : [...schema, { name: output, type: 'VARCHAR[]' }];
    return fittedStep(context, {
      learns: false,
      spec: {
        step: 'tokenise',
        column: field.name,
        output,
        lower: params.lower,
        pattern: params.by === 'pattern' ? params.pattern : patterns[params.by],
        least: params.least,
        without: [...new Set([...stop, ...params.without.map(w => w.toLowerCase())])],
        from: params.shortest,
        to: params.longest,
      },
      made: [{ name: output, from: [field.name] }],
      columns,
    });
  },
  examples: tokeniseExamples,
  unsupported: { spark: onSparkLater },
});

type Settings = {
  readonly column: { readonly name: string };
  readonly by: string;
  readonly pattern: string;
  readonly shortest: number;
  readonly longest: number;
};

const problemOf = (p: Settings, type: string): Problem | undefined => {
  if (familyOf(type) !== 'text')
    return {
      param: 'column',
      message: `Column “${p.column.name}” is ${type}; words are parts of a text. Choose a text, or cast it first.`,
    };
  if (p.shortest > p.longest)
    return {
      param: 'longest',
      message: `The shortest phrase has ${p.shortest} words and the longest ${p.longest}. Let the longest be at least as long.`,
    };
  const wrong = p.by === 'pattern' ? patternProblem(p.pattern) : undefined;
  return wrong === undefined ? undefined : { param: 'pattern', message: wrong };
};

const taken = (output: string, own: string, schema: readonly { readonly name: string }[]) =>
  output !== own && schema.some(f => sameName(f.name, output))
    ? { param: 'name', message: `There is a column “${output}” already. Choose another name.` }
    : undefined;
