/** Rows parted into folds, and what of a table is learned from inside each. */
import type { LowerContext, Problem } from '../../engine/catalogue/node.ts';
import { choice, columns, integer, column as pick } from '../../engine/catalogue/params.ts';
import { ascending, call, cast, column, literal } from '../../engine/plan/build.ts';
import type { Expr, SortKey } from '../../engine/plan/expr.ts';
import type { Chain, EstimatorSpec } from '../../engine/plan/learning.ts';
import { freeName, plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type Field, fieldNamed, type Json, numeric, type Schema } from '../../engine/schema/types.ts';
import { lot } from './lots.ts';
import { nearlyUnique } from './nearly-unique.ts';
import { numbered } from './order.ts';
import { featuresOf, taskOf, unreadWeight } from './training.ts';
import { listed } from './words.ts';

export const metricNames = [
  'auto',
  'accuracy',
  'f1_macro',
  'f1_weighted',
  'precision_macro',
  'precision_weighted',
  'recall_macro',
  'recall_weighted',
  'log_loss',
  'roc_auc',
  'average_precision',
  'rmse',
  'mae',
  'r2',
  'mse',
  'mape',
] as const;
const ofNumbers: readonly string[] = ['rmse', 'mae', 'r2', 'mse', 'mape'];

/** What is learned, by which folds. */
export const foldParams = {
  label: pick({ label: 'Label', help: 'What to predict.' }),
  features: columns({ label: 'Features', help: 'All other columns when empty.' }).default([]),
  weight: pick({ label: 'Weight of a row', types: numeric, advanced: true }).optional(),
  by: choice(['auto', 'k-fold', 'stratified', 'group', 'time'], {
    label: 'Folds',
    help: 'Auto: stratified for classes, else k-fold.',
  }).default('auto'),
  column: pick({ label: 'Column of group or time', when: { by: ['group', 'time'] } }).optional(),
  folds: integer({ label: 'Number of folds', min: 2, max: 100 }).default(5),
  seed: integer({ label: 'Seed', min: 0 }).default(0),
  metric: choice(metricNames, {
    label: 'Compare by',
    help: 'Auto: accuracy for classes, RMSE for numbers.',
  }).default('auto'),
};

export type FoldParams = {
  readonly label: { readonly name: string };
  readonly features: readonly { readonly name: string }[];
  readonly weight?: { readonly name: string } | undefined;
  readonly by: 'auto' | 'k-fold' | 'stratified' | 'group' | 'time';
  readonly column?: { readonly name: string } | undefined;
  readonly folds: number;
  readonly seed: number;
  readonly metric: (typeof metricNames)[number];
};

export type Folding = {
  /** The base rows with the number of their fold; a relation of the node's own. */
  readonly folded: Rel;
  /** What a function that goes through folds is told. */
  readonly options: { readonly [name: string]: Json };
  readonly task: 'number' | 'class';
  readonly label: Field;
  readonly features: Schema;
  readonly metric: string;
  readonly chain: Chain;
  /** Warnings. */
  readonly problems: readonly Problem[];
};

/** How a table is folded for these estimators, or what is in the way. */
export const foldingOf = (
  params: FoldParams,
  { input, chain: chainOf, distinct }: Pick<LowerContext<unknown>, 'input' | 'chain' | 'distinct'>,
  estimators: readonly EstimatorSpec[],
  /** Whether the rows keep the order of their lots, so that some of them can be taken. */
  ordered = false,
): Folding | { readonly problems: readonly Problem[] } => {
  const { schema } = input();
  const chain = chainOf();
  const label = fieldNamed(schema, params.label.name);
  const task = commonTask(estimators, label);
  if (typeof task === 'object') return { problems: [task] };
  if (label === undefined) return { problems: [] };
  const by = params.by === 'auto' ? (task === 'class' ? 'stratified' : 'k-fold') : params.by;
  const problem = foldProblem({ ...params, by }, task, chain);
  if (problem !== undefined) return { problems: [problem] };
  // What parts the rows tells which fold they are of; it is learned from only where it is asked for.
  const offered = params.features.length > 0 ? schema : schema.filter(f => f.name !== params.column?.name);
  const features = featuresOf(offered, params, estimators[0]?.method ?? '');
  if ('problem' in features) return { problems: [features.problem] };
  const metric = metricFor(params.metric, task);
  if (typeof metric === 'object') return { problems: [metric] };
  const names = chain.schema.map(f => f.name);
  const fold = freeName('__fold', names);
  const order = ordered ? freeName('__order', names) : undefined;
  return {
    folded: foldedRows(
      { ...params, by },
      { rel: { op: 'ref', name: chain.base }, names, fold, order, label: label.name },
    ),
    task,
    label,
    features: features.fields,
    metric,
    chain,
    options: {
      fold,
      folds: params.folds,
      forward: by === 'time',
      ...((by === 'time' || by === 'group') && params.column !== undefined && { by: params.column.name }),
      label: { column: label.name, type: label.type },
      task,
      features: features.fields,
      ...(params.weight !== undefined && { weight: params.weight.name }),
      columns: names,
      ...(order !== undefined && { order }),
      steps: chain.steps.map(({ node, spec }) => ({ node, spec })),
      filters: chain.filters as unknown as Json,
    },
    problems: [
      ...(chain.cutOff.length === 0 ? [] : [notRepeated(chain.cutOff)]),
      ...unreadWeight(estimators, params.weight),
      ...nearlyUnique({ chain: chainOf, distinct }, features.fields, params.features),
    ],
  };
};

const commonTask = (
  estimators: readonly EstimatorSpec[],
  label: Field | undefined,
): 'number' | 'class' | Problem => {
  const tasks = estimators.map(spec => ({ spec, task: taskOf(spec, label) }));
  for (const { task } of tasks) if (typeof task === 'object') return task;
  const [first] = tasks;
  const other = tasks.find(t => t.task !== first?.task);
  if (other !== undefined)
    return {
      param: 'label',
      message: `“${first?.spec.node}” predicts a ${first?.task} and “${other.spec.node}” a ${other.task}, so they cannot be compared. Set what each predicts, or cast the label.`,
    };
  return first?.task === 'class' ? 'class' : 'number';
};

export const metricFor = (metric: string, task: 'number' | 'class'): string | Problem => {
  if (metric === 'auto') return task === 'class' ? 'accuracy' : 'rmse';
  if (ofNumbers.includes(metric) === (task === 'number')) return metric;
  const fitting = metricNames.filter(m => m !== 'auto' && ofNumbers.includes(m) === (task === 'number'));
  return {
    param: 'metric',
    message: `“${metric}” measures ${task === 'number' ? 'classes, and the label is a number' : 'numbers, and the label is a class'}. Choose one of ${listed(fitting)}.`,
  };
};

const foldProblem = (
  { by, column: of, label }: FoldParams,
  task: 'number' | 'class',
  { schema, steps, picks }: Chain,
): Problem | undefined => {
  const parted = by === 'group' || by === 'time';
  if (parted && of === undefined)
    return {
      param: 'column',
      message: `The column is missing that ${by === 'group' ? 'keeps rows together' : 'says the time of a row'}. Name it, or choose k-fold.`,
    };
  if (!parted && of !== undefined)
    return {
      param: 'column',
      message: 'A column is only for group and time. Take it away, or choose one of those.',
    };
  if (by === 'stratified' && task === 'number')
    return {
      param: 'by',
      message: `The label “${label.name}” is a number, and stratified folds hold the same share of each class. Choose k-fold.`,
    };
  const [pick] = picks;
  if (pick !== undefined)
    return {
      param: 'features',
      message: `“${pick}” leaves rows out by their place among the others, after a step that learns, so a fold cannot repeat it. Put it before ${listed(steps.map(s => s.node))}.`,
    };
  const needed = by === 'stratified' ? label.name : parted ? (of?.name ?? '') : undefined;
  const made = steps.find(s => s.made.some(m => m.name === needed));
  if (needed === undefined || (made === undefined && fieldNamed(schema, needed) !== undefined))
    return undefined;
  return {
    param: by === 'stratified' ? 'label' : 'column',
    message: `Rows are parted before any step learns, and “${needed}” is made by ${made === undefined ? 'a step after that' : `“${made.node}”`}. Choose a column that the rows came with, or k-fold.`,
  };
};

const notRepeated = (nodes: readonly string[]): Problem => ({
  param: 'features',
  severity: 'warning',
  message: `Between ${nodes.join(', ')} and this step the columns are changed by other steps, so a fold cannot repeat what was learned there: it has seen the test rows, and scores look better than they are. Put those other steps before ${nodes.join(', ')}.`,
});

type Rows = {
  readonly rel: Rel;
  readonly names: readonly string[];
  readonly fold: string;
  readonly label: string;
  readonly order: string | undefined;
};

const counted = (
  fn: 'row_number' | 'dense_rank' | 'rank' | 'count_star',
  order: readonly SortKey[],
): Expr => ({
  op: 'over',
  fn,
  args: [],
  partition: [],
  order,
});

const nullsFirst = (expr: Expr): SortKey => ({ expr, descending: false, nulls: 'first' });

/** `(number - 1) mod folds` */
const dealt = (number: Expr, folds: number): Expr =>
  call('modulo', call('subtract', number, literal(1)), literal(folds));

/**
 * Rows are dealt out like cards, so that folds differ by one row at most: in the order of their lots, class after class
 * (each class is dealt out evenly then), or group after group. By time they are cut into one part more than there are folds.
 */
const foldedRows = (p: FoldParams & { by: Exclude<FoldParams['by'], 'auto'> }, rows: Rows): Rel => {
  const { rel, arrival, name } = numbered(rows.rel, rows.names);
  const drawn = lot(p.seed, [column(name)]);
  const of = column(p.column?.name ?? '');
  const number = (): Expr => {
    switch (p.by) {
      case 'k-fold':
        return dealt(counted('row_number', [ascending(drawn), arrival]), p.folds);
      case 'stratified':
        return dealt(
          counted('row_number', [nullsFirst(column(rows.label)), ascending(drawn), arrival]),
          p.folds,
        );
      case 'group':
        return dealt(counted('dense_rank', [ascending(lot(p.seed, [of]))]), p.folds);
      case 'time':
        return call(
          'floor',
          call(
            'divide',
            call(
              'multiply',
              call('subtract', counted('rank', [nullsFirst(of)]), literal(1)),
              literal(p.folds + 1),
            ),
            counted('count_star', []),
          ),
        );
    }
  };
  return {
    op: 'project',
    input: rel,
    columns: [
      ...plain(rows.names),
      { name: rows.fold, expr: cast(number(), 'INTEGER') },
      ...(rows.order === undefined
        ? []
        : [{ name: rows.order, expr: counted('row_number', [ascending(drawn), arrival]) }]),
    ],
  };
};
