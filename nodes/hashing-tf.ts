import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, toggle } from '../engine/catalogue/params.ts';
import { hashingTfExamples } from './examples/text.ts';
import { fittedStep, onSparkLater } from './shared/learning.ts';
import { keepParam, prefixParam, wordColumns, wordsOf, wordsParam } from './shared/vocabulary.ts';

export const hashingTf = defineNode({
  kind: 'hashing-tf',
  version: 1,
  title: 'Hash words',
  summary:
    'Turns lists of words into a fixed number of columns: each word counts in the one that its hash names.',
  docs: `Needs no vocabulary, so it reads no data beforehand and knows words that were never met; but words that fall into one column
cannot be told apart, and no column says what it counts. The more \`buckets\`, the fewer meet.

The column of a word is the lower 64 bits of its MD5, as an unsigned number (least significant byte first), modulo the
number of buckets. Spark's HashingTF takes MurmurHash3 with seed 42 and scikit-learn's HashingVectorizer one with signs, so
their columns are numbered otherwise. A list that is null has null everywhere.`,
  category: 'Features',
  icon: 'percent',
  keywords: [
    'hashingtf',
    'hashing trick',
    'hashingvectorizer',
    'featurehasher',
    'text',
    'nlp',
    'bag of words',
  ],
  params: z.strictObject({
    column: wordsParam,
    buckets: integer({ label: 'Buckets', min: 1, max: 1000 }).default(100),
    binary: toggle({ label: 'Count a bucket once' }).default(false),
    prefix: prefixParam,
    keep: keepParam,
  }),
  inputs: { in: table('Rows with lists of words') },
  outputs: { out: table('Rows with counts') },
  lower: context => {
    const { params, input } = context;
    const { schema } = input();
    const list = wordsOf(schema, params.column.name);
    if (list === undefined) return {};
    if ('message' in list) return { problems: [list] };
    const outputs = Array.from({ length: params.buckets }, (_, k) => `${params.prefix ?? list.name}_${k}`);
    const made = wordColumns(schema, list.name, outputs, params.keep);
    if ('problem' in made) return { problems: [made.problem] };
    return fittedStep(context, {
      learns: false,
      spec: { step: 'buckets', column: list.name, binary: params.binary, outputs },
      made: outputs.map(name => ({ name, from: [list.name] })),
      columns: made.columns,
    });
  },
  examples: hashingTfExamples,
  unsupported: { spark: onSparkLater },
});
