/** Parts of kinds that learn: fitted steps, estimators, and the columns they take. */
import type { z } from 'zod';
import {
  defineNode,
  type Example,
  estimator,
  type LowerContext,
  type Lowered,
  type NodeKind,
  type Problem,
} from '../../engine/catalogue/node.ts';
import {
  type Chain,
  learnedSchema,
  type MadeColumn,
  type StepUse,
  type Task,
} from '../../engine/plan/learning.ts';
import { distinctNames } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type Field, familyOf, type Json, numeric, type Schema } from '../../engine/schema/types.ts';
import { listed } from './words.ts';

/** Why Spark cannot do it yet. */
export const onSparkLater = 'models on Spark follow; until then the embedded engine fits and applies them';

export const isNumber = (field: Field): boolean => numeric.includes(familyOf(field.type));
/** What a model can take as it is: numbers, true and false, and texts as categories. */
export const isFeature = (field: Field): boolean =>
  isNumber(field) || familyOf(field.type) === 'boolean' || familyOf(field.type) === 'text';
/** What names a class. */
export const isClass = (field: Field): boolean => isFeature(field) || familyOf(field.type) === 'date';

/** Text of what a table is made of: a relation with a name. */
const named = (rel: Rel): Extract<Rel, { op: 'ref' }> => {
  if (rel.op !== 'ref') throw new Error('an input is a relation with a name');
  return rel;
};

/** What a fitted step is: learned from its rows, and said of them. */
export const fittedStep = (
  { input, id }: Pick<LowerContext<unknown>, 'input' | 'id'>,
  step: StepUse & { readonly columns: Schema },
): Lowered => {
  const { rel } = input();
  const { columns, ...use } = step;
  return {
    locals: {
      fitted: {
        op: 'computed',
        compute: 'fit-steps',
        options: step.spec,
        inputs: [named(rel)],
        columns: learnedSchema,
      },
    },
    outputs: {
      out: { op: 'apply', input: rel, fitted: `${id}.~fitted`, use: { of: 'steps', ...use }, columns },
    },
  };
};

/** The earliest rows that have the same values in a column: asking them fits nothing before the run. */
export const valuesOf = (rel: Rel, { base, steps, allRows }: Chain, column: string): Rel =>
  allRows && !steps.some(s => s.made.some(m => m.name === column)) ? { op: 'ref', name: base } : rel;

/** A table that a function of ours makes of others. */
export const computed = (compute: string, options: Json, inputs: readonly Rel[], columns: Schema): Rel => ({
  op: 'computed',
  compute,
  options,
  inputs: inputs.map(named),
  columns,
});

/** Columns replaced where they stand, each made of itself, with another type where it changes. */
export const inPlace = (
  schema: Schema,
  names: readonly string[],
  typeOf: (field: Field) => string,
): { readonly made: readonly MadeColumn[]; readonly columns: Schema } => {
  const changed = new Set(names);
  return {
    made: names.map(name => ({ name, from: [name] })),
    columns: schema.map(f => (changed.has(f.name) ? { name: f.name, type: typeOf(f) } : f)),
  };
};

/** Where no column of the table fits a step, or none is left. */
export const noColumns = (what: string, schema: Schema): Problem => ({
  param: 'columns',
  message: `No column is ${what}. Columns: ${listed(schema.map(f => `${f.name} ${f.type}`))}. Cast one first, or take this step away.`,
});

/** Two columns of one name, letter case aside, among the columns that a step gives. */
export const twinOf = (names: readonly string[], param: string, wayOut: string): Problem | undefined => {
  const twin = names.find((name, i) => distinctNames(names)[i] !== name);
  return twin === undefined
    ? undefined
    : { param, message: `Two columns would be named “${twin}”, letter case aside. ${wayOut}` };
};

/** Columns that categories cannot be read from. */
export const notCategories = (
  fields: readonly Field[],
  columns: readonly { readonly name: string }[],
): readonly Problem[] =>
  fields
    .filter(f => !isClass(f))
    .map(f => ({
      param: `columns[${columns.findIndex(c => c.name === f.name)}]`,
      message: `Column “${f.name}” is ${f.type}; texts, numbers, booleans and dates have categories. Cast it first.`,
    }));

export const settingsTable: Schema = [
  { name: 'name', type: 'VARCHAR' },
  { name: 'value', type: 'VARCHAR' },
];

type EstimatorKind<S extends z.ZodType> = Pick<
  NodeKind<S>,
  'kind' | 'title' | 'summary' | 'docs' | 'icon' | 'keywords' | 'params'
> & {
  readonly probabilities?: false;
  /** Whether the weight of a row counts, which a setting may decide; it does where nothing is said. */
  readonly weights?: (params: z.output<S>) => boolean;
  /** What it can predict, which a setting may decide. */
  readonly tasks: (params: z.output<S>) => readonly Task[];
  /** The settings of the method, where they are not the node's own as they are. */
  readonly method?: (params: z.output<S>) => { readonly [name: string]: Json };
  readonly examples?: readonly Example[];
};

/** An estimator: a choice of method and settings, which a train node fits. */
export const estimatorNode = <S extends z.ZodType>(kind: EstimatorKind<S>): NodeKind => {
  const { tasks, method, examples = [], probabilities, weights, ...said } = kind;
  const settings = (params: z.output<S>): { readonly [name: string]: Json } =>
    method?.(params) ?? (params as { readonly [name: string]: Json });
  return defineNode({
    ...said,
    version: 1,
    category: 'Models',
    inputs: {},
    outputs: { estimator: estimator('Estimator', { help: 'Connect it to a train node.' }) },
    lower: ({ params, id }) => ({
      outputs: {
        estimator: {
          op: 'values',
          columns: settingsTable,
          rows: Object.entries({ method: kind.kind, ...settings(params) }).flatMap(([name, value]) =>
            value === undefined
              ? []
              : [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]],
          ),
        },
      },
      estimators: {
        estimator: {
          node: id,
          method: kind.kind,
          tasks: tasks(params),
          params: settings(params),
          ...(probabilities === false && { probabilities }),
          ...(weights?.(params) === false && { weights: false }),
        },
      },
    }),
    examples,
    unsupported: { spark: onSparkLater },
  });
};
