import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { integer, number, column as pick, toggle } from '../engine/catalogue/params.ts';
import { sameName } from '../engine/plan/names.ts';
import { type Field, familyOf, fieldNamed, numeric, type Schema } from '../engine/schema/types.ts';
import { recommendExamples } from './examples/recommend.ts';
import { bestOf, factorsOf, factorsSchema, ratedPairs } from './shared/factors.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { listed } from './shared/words.ts';

export const recommend = defineNode({
  kind: 'recommend',
  version: 1,
  title: 'Recommend',
  summary: 'Learns from ratings what users like, and says what each of them would rate highest.',
  docs: `A row is a rating: who, what, how much. Each user and each item becomes a short list of numbers (\`rank\` of them) whose
products come near the ratings: alternating least squares (ALS), with the regularisation multiplied by the number of
ratings as Spark does. Output \`top\` has the best items for each user without those that were rated already; \`pairs\` adds
\`prediction\` to the rows at the input \`pairs\` (to the ratings themselves where nothing is connected), so a test part of
the ratings goes there and then to evaluate-regression.

**Cold start:** a user or item without any rating in \`in\` has no factors, so its prediction is null and nothing is
recommended to it. Fill such rows with the mean (fill-nulls), or leave them out (drop-nulls).

\`implicit\` is for counts of what people did (plays, clicks, purchases): a large count is a sure liking, not a high rating,
and what was never met is an unsure dislike; predictions then lie near 0 and 1. Without a rating column each row counts 1.

A pair that is rated twice counts twice. Null is refused. Ratings are held in memory, at most 20 million of them. The same
ratings and seed give the same factors whatever the number of threads; they are not Spark's, which begins elsewhere.`,
  category: 'Models',
  icon: 'thumbs-up',
  keywords: ['als', 'collaborative filtering', 'matrix factorisation', 'recommender', 'ratings', 'implicit'],
  params: z.strictObject({
    user: pick({ label: 'User' }),
    item: pick({ label: 'Item' }),
    rating: pick({ label: 'Rating', help: 'Each row counts 1 when empty.', types: numeric }).optional(),
    implicit: toggle({ label: 'Counts of what was done, not ratings' }).default(false),
    top: integer({ label: 'Items for each user', min: 1, max: 1000 }).default(10),
    known: toggle({ label: 'Recommend rated items, too' }).default(false),
    rank: integer({
      label: 'Rank',
      help: 'Numbers that describe a user or an item.',
      min: 1,
      max: 500,
    }).default(10),
    passes: integer({ label: 'Passes', min: 1, max: 1000, advanced: true }).default(10),
    regularisation: number({ label: 'Regularisation', min: 0, advanced: true }).default(0.1),
    alpha: number({
      label: 'How much surer a count makes',
      min: 0,
      advanced: true,
      when: { implicit: [true] },
    }).default(1),
    seed: integer({ label: 'Seed', min: 0, advanced: true }).default(0),
  }),
  inputs: {
    in: table('Ratings'),
    pairs: table('Pairs of user and item to rate', { optional: true }),
  },
  outputs: {
    top: table('Best items for each user'),
    pairs: table('Pairs with the rating that is expected'),
    users: table('Factors of users'),
    items: table('Factors of items'),
  },
  lower: ({ params, input, inputs, local }) => {
    const { rel, schema } = input();
    const asked = inputs('pairs')[0] ?? input();
    const [user, item] = [fieldNamed(schema, params.user.name), fieldNamed(schema, params.item.name)];
    if (user === undefined || item === undefined) return {};
    const problem =
      problemOf(user, item, params) ??
      pairsProblem(user, asked.schema, 'user') ??
      pairsProblem(item, asked.schema, 'item');
    if (problem !== undefined) return { problems: [problem] };
    const rated = {
      user: user.name,
      item: item.name,
      ...(params.rating !== undefined && { rating: params.rating.name }),
    };
    const { rank, passes, regularisation, implicit, alpha, seed, top, known } = params;
    const kept = asked.schema.filter(f => !sameName(f.name, 'prediction'));
    return {
      locals: {
        factors: computed(
          'fit-factors',
          { ...rated, rank, passes, regularisation, implicit, alpha, seed },
          [rel],
          factorsSchema,
        ),
        pairs: ratedPairs(asked.rel, local('factors'), { user, item, rank }, kept),
      },
      outputs: {
        top: computed(
          'best-items',
          { ...rated, rank, top, known },
          [local('factors'), rel],
          bestOf(user, item),
        ),
        pairs: local('pairs'),
        users: factorsOf(local('factors'), 'user', user),
        items: factorsOf(local('factors'), 'item', item),
      },
    };
  },
  examples: recommendExamples,
  unsupported: { spark: onSparkLater },
});

const problemOf = (
  user: Field,
  item: Field,
  {
    rating,
    implicit,
  }: { readonly rating?: { readonly name: string } | undefined; readonly implicit: boolean },
): Problem | undefined => {
  if (user.name === item.name)
    return {
      param: 'item',
      message: `“${item.name}” is the user already. Choose the column of what was rated.`,
    };
  const named = [user, item].find(f =>
    ['list', 'struct', 'map', 'blob', 'interval'].includes(familyOf(f.type)),
  );
  if (named !== undefined)
    return {
      param: named === user ? 'user' : 'item',
      message: `“${named.name}” is ${named.type}; users and items are named by a text, a number or a date. Choose another column, or take one of its parts first.`,
    };
  if (rating === undefined)
    return implicit
      ? undefined
      : {
          param: 'rating',
          message:
            'Without a rating all rows would count the same. Name the column of ratings, or turn “counts of what was done” on.',
        };
  return rating.name === user.name || rating.name === item.name
    ? {
        param: 'rating',
        message: `“${rating.name}” is the user or the item already. Choose the column of ratings.`,
      }
    : undefined;
};

const pairsProblem = (wanted: Field, schema: Schema, param: string): Problem | undefined => {
  const found = fieldNamed(schema, wanted.name);
  if (found === undefined)
    return {
      param,
      message: `The pairs to rate have no column “${wanted.name}”. They have: ${listed(schema.map(f => f.name))}. Rename the one that says the ${param}.`,
    };
  const [a, b] = [familyOf(found.type), familyOf(wanted.type)];
  const alike = a === b || (numeric.includes(a) && numeric.includes(b)) || a === 'unknown';
  return alike
    ? undefined
    : {
        param,
        message: `“${wanted.name}” is ${found.type} in the pairs to rate and ${wanted.type} in the ratings. Cast one of them first.`,
      };
};
