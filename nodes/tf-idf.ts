import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, toggle } from '../engine/catalogue/params.ts';
import { tfIdfExamples } from './examples/text.ts';
import { onSparkLater } from './shared/learning.ts';
import { countedTerms, vocabularyParams } from './shared/vocabulary.ts';

export const tfIdf = defineNode({
  kind: 'tf-idf',
  version: 1,
  title: 'TF-IDF',
  summary: 'Turns lists of words into columns: how often a word is met, weighed by how few texts have it.',
  docs: `The vocabulary is found as in count-vectors, and the columns are named as there. The weight of a term is learned from the rows
that reach this step: \`ln((1 + texts) / (1 + texts with the term)) + 1\` with \`scikit-learn\`; \`spark\` leaves the last 1
out, so a term that every text has weighs nothing. With \`sublinear\` a count n is \`1 + ln(n)\`.

Each row is then divided by its length over all these columns (\`l2\`, or the sum of its values with \`l1\`), so that long
texts do not outweigh short ones; \`none\` is what Spark does. A list that is null has null everywhere.`,
  category: 'Features',
  icon: 'scan-search',
  keywords: [
    'tfidf',
    'tfidfvectorizer',
    'tfidftransformer',
    'idf',
    'term frequency',
    'text',
    'nlp',
    'document',
  ],
  params: z.strictObject({
    ...vocabularyParams,
    formula: choice(['scikit-learn', 'spark'], { label: 'Weight of a term' }).default('scikit-learn'),
    norm: choice(['l2', 'l1', 'none'], { label: 'Length of a row' }).default('l2'),
    sublinear: toggle({ label: 'Let counts grow by their logarithm', advanced: true }).default(false),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows with weights') },
  lower: context => {
    const { formula, norm, sublinear } = context.params;
    return countedTerms(context, {
      value: sublinear ? 'log' : 'count',
      idf: formula === 'spark' ? 'spark' : 'smooth',
      norm,
    });
  },
  examples: tfIdfExamples,
  unsupported: { spark: onSparkLater },
});
