/** Texts as numbers: words, how often each of a vocabulary is met, and how often each of a number of buckets. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import {
  aggregated,
  allOf,
  call,
  cases,
  cast,
  column,
  isNotNull,
  isNull,
  literal,
} from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { Data } from '../engine.ts';
import type { Layers } from '../score/layers.ts';
import { name, real, text } from '../shapes.ts';
import { number, plus, times } from '../words.ts';
import { normaliseLayers } from './scale.ts';

export const tokeniseShape = z.strictObject({
  step: z.literal('tokenise'),
  column: name,
  output: name,
  lower: z.boolean(),
  /** What a word is, in the dialect of RE2. */
  pattern: z.string().min(1).max(10_000),
  /** Characters of the shortest word. */
  least: z.int().min(1).max(1000),
  /** Words that say nothing, in lower case. */
  without: z.array(text).max(100_000),
  /** Words that stand together count as one, from so many to so many. */
  from: z.int().min(1).max(10),
  to: z.int().min(1).max(10),
});
export type TokeniseStep = z.infer<typeof tokeniseShape>;

const value = z.enum(['count', 'binary', 'log']);

export const termsShape = z.strictObject({
  step: z.literal('terms'),
  /** A list of words. */
  column: name,
  value,
  terms: z.array(z.strictObject({ term: text, output: name, weight: real })).max(10_000),
  norm: z.enum(['none', 'l1', 'l2']),
});
export type TermsStep = z.infer<typeof termsShape>;

export const bucketsShape = z.strictObject({
  step: z.literal('buckets'),
  column: name,
  binary: z.boolean(),
  outputs: z.array(name).min(1).max(10_000),
});
export type BucketsStep = z.infer<typeof bucketsShape>;

const words = column('~words');

/** A text without a value has no words: null, not an empty list. */
export const tokeniseLayers = (step: TokeniseStep): Layers => {
  const whole = cast(column(step.column), 'VARCHAR');
  const found = call(
    'regexp_extract_all',
    step.lower ? call('lower', whole) : whole,
    literal(step.pattern),
    literal(0),
  );
  const word = column('w');
  const known = step.lower ? word : call('lower', word);
  const kept = allOf([
    call('ge', call('length', word), literal(step.least)),
    ...(step.without.length === 0
      ? []
      : [
          call('not', call('list_contains', call('list_value', ...step.without.map(w => literal(w))), known)),
        ]),
  ]);
  const lengths = Array.from({ length: Math.max(0, step.to - step.from + 1) }, (_, i) => step.from + i);
  const grams = lengths.map(gramsOf).reduce((a, b) => call('list_concat', a, b), emptyList);
  return [
    [{ name: '~words', expr: found }],
    [{ name: '~words', expr: call('list_filter', words, { op: 'lambda', params: ['w'], body: kept }) }],
    [
      {
        name: step.output,
        expr: cases([{ when: isNull(column(step.column)), result: literal(null, 'VARCHAR[]') }], grams),
      },
    ],
  ];
};

const emptyList: Expr = cast(call('list_value'), 'VARCHAR[]');

/** Each run of `size` words, joined by blanks. */
const gramsOf = (size: number): Expr => {
  if (size === 1) return words;
  const at = (i: number): Expr => call('list_element', words, call('add', column('i'), literal(i)));
  const joined = call('concat_ws', literal(' '), ...Array.from({ length: size }, (_, i) => at(i)));
  const end = call('add', call('subtract', call('length', words), literal(size)), literal(2));
  return call('list_transform', call('range_list', literal(1), end), {
    op: 'lambda',
    params: ['i'],
    body: joined,
  });
};

/** How often a key is met, from a map of counts; 0 where it is not. */
const countOf = (key: Expr): Expr =>
  cast(
    call(
      'coalesce',
      call('list_element', call('map_extract', column('~counts'), key), literal(1)),
      literal(0),
    ),
    'DOUBLE',
  );

const unlessNull = (list: string, expr: Expr): Expr =>
  cases([{ when: isNull(column(list)), result: literal(null, 'DOUBLE') }], expr);

export const termsLayers = (step: TermsStep): Layers => {
  const of = (term: string): Expr => {
    const count = countOf(literal(term));
    const none = call('eq', count, number(0));
    if (step.value === 'count') return count;
    const met = step.value === 'binary' ? number(1) : plus(number(1), call('ln', count));
    return cases([{ when: none, result: number(0) }], met);
  };
  const outputs = step.terms.map(t => t.output);
  const layers: Layers = [
    [{ name: '~counts', expr: call('list_histogram', column(step.column)) }],
    step.terms.map(({ term, output, weight }) => ({
      name: output,
      expr: unlessNull(step.column, weight === 1 ? of(term) : times(of(term), number(weight))),
    })),
  ];
  return step.norm === 'none' || outputs.length === 0
    ? layers
    : [...layers, ...normaliseLayers({ step: 'normalise', norm: step.norm, columns: outputs })];
};

/** The bucket of a word is the lower half of its MD5, modulo the number of buckets. */
export const bucketsLayers = ({ column: list, binary, outputs }: BucketsStep): Layers => {
  const bucket = cast(
    call('modulo', call('md5_number_lower', column('w')), literal(outputs.length)),
    'INTEGER',
  );
  const buckets = call('list_transform', column(list), { op: 'lambda', params: ['w'], body: bucket });
  return [
    [{ name: '~counts', expr: call('list_histogram', buckets) }],
    outputs.map((output, k) => {
      const count = countOf(literal(k, 'INTEGER'));
      return { name: output, expr: unlessNull(list, binary ? call('least', count, number(1)) : count) };
    }),
  ];
};

/**
 * Terms weighed by how few texts have them: `smooth` is `ln((1 + texts) / (1 + texts with it)) + 1`, as scikit-learn has
 * it, `spark` the same without the 1 at its end.
 */
export const fitTerms = async (
  data: Data,
  params: Pick<TermsStep, 'column' | 'value' | 'norm'> & {
    readonly terms: readonly { readonly term: string; readonly output: string }[];
    readonly idf: 'none' | 'smooth' | 'spark';
  },
): Promise<TermsStep> => {
  const { column: list, value, norm, terms, idf } = params;
  const weigh = idf === 'none' ? () => 1 : await weightsOf(data, list, terms, idf);
  return {
    step: 'terms',
    column: list,
    value,
    norm,
    terms: terms.map(t => ({ term: t.term, output: t.output, weight: weigh(t.term) })),
  };
};

const weightsOf = async (
  data: Data,
  list: string,
  terms: readonly { readonly term: string }[],
  idf: 'smooth' | 'spark',
): Promise<(term: string) => number> => {
  const present = { op: 'filter' as const, input: data.rel, condition: isNotNull(column(list)) };
  const counted = [{ name: 'texts', expr: aggregated('count_star', []) }];
  const [row] = await data.engine.rows({ op: 'aggregate', input: present, groups: [], aggregates: counted });
  const texts = Number(row?.[0] ?? 0);
  if (texts === 0) throw engineError('ml-all-null', { column: list });
  const wanted = call('list_value', ...terms.map(t => literal(t.term)));
  const found = await data.engine.rows({
    op: 'aggregate',
    input: {
      op: 'filter',
      condition: call('list_contains', wanted, column('term')),
      input: {
        op: 'explode',
        keep: [],
        column: 'terms',
        as: 'term',
        outer: false,
        input: {
          op: 'project',
          input: present,
          columns: [{ name: 'terms', expr: call('list_distinct', column(list)) }],
        },
      },
    },
    groups: [{ name: 'term', expr: column('term') }],
    aggregates: counted,
  });
  const frequency = new Map(found.map(([term, count]) => [String(term), Number(count)] as const));
  const last = idf === 'smooth' ? 1 : 0;
  return term => Math.log((1 + texts) / (1 + (frequency.get(term) ?? 0))) + last;
};
