import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { toggle } from '../engine/catalogue/params.ts';
import { countVectorsExamples } from './examples/text.ts';
import { onSparkLater } from './shared/learning.ts';
import { countedTerms, vocabularyParams } from './shared/vocabulary.ts';

export const countVectors = defineNode({
  kind: 'count-vectors',
  version: 1,
  title: 'Count words',
  summary: 'Turns lists of words into columns that say how often each word of a vocabulary is met.',
  docs: `The data is read to find the vocabulary, which also fixes the columns that later steps see: \`column_term\`, in the order of
the terms. Of all terms those that most texts have get a column (of equals the first by the alphabet), at most \`terms\`;
\`least\` and \`most\` leave out the rare ones and those that nearly all texts have. A model counts the same terms in new
texts and passes over all others.

With \`binary\` a term counts once, however often it is met. A list that is null has null everywhere. Words come from
\`tokenise\`; naive Bayes (multinomial, or Bernoulli for \`binary\`) and linear models suit such columns.`,
  category: 'Features',
  icon: 'list-ordered',
  keywords: ['countvectorizer', 'bag of words', 'vocabulary', 'term frequency', 'text', 'nlp', 'document'],
  params: z.strictObject({
    ...vocabularyParams,
    binary: toggle({ label: 'Count a term once' }).default(false),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows with counts') },
  lower: context =>
    countedTerms(context, { value: context.params.binary ? 'binary' : 'count', idf: 'none', norm: 'none' }),
  examples: countVectorsExamples,
  unsupported: { spark: onSparkLater },
});
