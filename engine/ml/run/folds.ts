/** Folds of a table: the steps that its rows came through are fitted again on each fold's own training rows. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { messageText } from '../../diagnostics/messages.ts';
import { aggregated, ascending, call, column, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import { plain } from '../../plan/names.ts';
import type { Rel } from '../../plan/relation.ts';
import type { Field } from '../../schema/types.ts';
import type { Data } from '../engine.ts';
import { levelsOf } from '../feature.ts';
import { type FeatureStep, fittedLayers, stepLayers } from '../features/steps.ts';
import { classLimit } from '../label.ts';
import { isOwn, withLayers } from '../score/layers.ts';
import { name, typeName } from '../shapes.ts';
import { inTurns } from '../workers/turns.ts';
import { fitSteps, stepSpec } from './steps.ts';

const field = z.strictObject({ name, type: z.string() });

/** A table with the number of its fold in each row, and what is to be learned from it. */
export const foldedOptions = {
  fold: name,
  folds: z.int().min(2),
  /** Whether a fold learns only from those before it: fold 0 is never tested. */
  forward: z.boolean(),
  /** The column that keeps rows together, or says their time. */
  by: name.optional(),
  /** The order of lots, where a share of the training rows is learned from. */
  order: name.optional(),
  label: z.strictObject({ column: name, type: typeName }),
  task: z.enum(['number', 'class']),
  features: z.array(field).min(1),
  weight: name.optional(),
  /** Columns of the rows before the first step. */
  columns: z.array(name),
  steps: z.array(z.strictObject({ node: z.string(), spec: stepSpec })),
  filters: z.array(z.strictObject({ after: z.int().min(1), condition: z.custom<Expr>() })),
};
const shape = z.strictObject(foldedOptions);
export type Folded = z.infer<typeof shape> & {
  /** Of the training rows, those of the lowest lots. */
  readonly share?: number;
};

export type Fold = {
  readonly fold: number;
  /** Rows to learn from and rows to test by, both through the steps as the former taught them. */
  readonly train: Data;
  readonly test: Data;
  readonly trainRows: number;
  readonly testRows: number;
  /** The features, less those that a step of this fold left out. */
  readonly features: readonly Field[];
};

/** The share of the rows with the lowest lots, at least one. */
const shareOf = async (rest: Data, { order, share = 1 }: Folded): Promise<Data> => {
  if (order === undefined || share >= 1) return rest;
  const count = Math.max(1, Math.floor(share * (await rowsOf(rest))));
  const [last] = await rest.engine.rows({
    op: 'aggregate',
    groups: [],
    aggregates: [{ name: 'last', expr: aggregated('max', [column(order)]) }],
    input: {
      op: 'limit',
      count,
      input: { op: 'sort', keys: [ascending(column(order))], input: rest.rel },
    },
  });
  const condition = call('le', column(order), literal(Number(last?.[0] ?? 0)));
  return { ...rest, rel: { op: 'filter', input: rest.rel, condition } };
};

type Opened = { readonly fold: Fold; readonly classes?: Classes; readonly drop: () => Promise<void> };

const numbersOf = ({ folds, forward }: Folded): readonly number[] =>
  Array.from({ length: folds }, (_, i) => (forward ? i + 1 : i));

const openFold = async (data: Data, of: Folded, k: number): Promise<Opened> => {
  const number = of.forward ? k : k + 1;
  const some = (fn: 'eq' | 'ne' | 'lt'): Data => ({
    engine: data.engine,
    rel: { op: 'filter', input: data.rel, condition: call(fn, column(of.fold), literal(k)) },
  });
  const rest = await shareOf(some(of.forward ? 'lt' : 'ne'), of);
  const learned = await fitChain(rest, of);
  const train = await keptRows(rest, learned, of, fittedLayers);
  const test = await keptRows(some('eq'), learned, of, stepLayers);
  const drop = async (): Promise<void> => {
    await train.drop();
    await test.drop();
  };
  try {
    const classes = of.task === 'class' ? await classesOf(number, train.data, test.data, of) : undefined;
    const dropped = new Set(learned.flat().flatMap(s => (s.step === 'select' ? s.dropped : [])));
    const fold: Fold = {
      fold: number,
      train: train.data,
      test: test.data,
      trainRows: await rowsOf(train.data),
      testRows: await rowsOf(test.data),
      features: of.features.filter(f => !dropped.has(f.name)),
    };
    return { fold, drop, ...(classes && { classes }) };
  } catch (error) {
    await drop();
    throw error;
  }
};

type Warn = ((message: string) => void) | undefined;

const warnOf = (seen: readonly Opened[], of: Folded, warn: Warn): void => {
  const missing = missingClasses(
    seen.flatMap(o => o.classes ?? []),
    of.label.column,
  );
  if (missing !== undefined) warn?.(missing);
};

/**
 * Shows the folds in turn, at most so many at a time; the rows of one are forgotten when it was seen. Answers come in
 * the order of the folds. Warns of classes that some folds lack.
 */
export const eachFold = async <T>(
  data: Data,
  of: Folded,
  atOnce: number,
  visit: (fold: Fold) => Promise<T>,
  warn: Warn,
): Promise<readonly T[]> => {
  await checkFolds(data, of);
  const seen = await inTurns(numbersOf(of), atOnce, async k => {
    const opened = await openFold(data, of, k);
    try {
      return { opened, answer: await visit(opened.fold) };
    } finally {
      await opened.drop();
    }
  });
  warnOf(
    seen.map(s => s.opened),
    of,
    warn,
  );
  return seen.map(s => s.answer);
};

/** Shows all folds at once, for what goes through them many times. */
export const withFolds = async <T>(
  data: Data,
  of: Folded,
  use: (folds: readonly Fold[]) => Promise<T>,
  warn: Warn,
): Promise<T> => {
  await checkFolds(data, of);
  const opened: Opened[] = [];
  try {
    for (const k of numbersOf(of)) opened.push(await openFold(data, of, k));
    warnOf(opened, of, warn);
    return await use(opened.map(o => o.fold));
  } finally {
    for (const { drop } of opened) await drop();
  }
};

const rowsOf = async ({ engine, rel }: Data): Promise<number> => {
  const aggregates = [{ name: 'rows', expr: aggregated('count_star', []) }];
  const [row] = await engine.rows({ op: 'aggregate', input: rel, groups: [], aggregates });
  return Number(row?.[0] ?? 0);
};

/** Every fold must have rows. */
const checkFolds = async (data: Data, of: Folded): Promise<void> => {
  const found = await data.engine.rows({
    op: 'aggregate',
    input: data.rel,
    groups: [{ name: 'fold', expr: column(of.fold) }],
    aggregates: [{ name: 'rows', expr: aggregated('count_star', []) }],
  });
  const rows = found.reduce((sum, [, n]) => sum + Number(n), 0);
  if (rows === 0) throw engineError('ml-no-rows', {});
  const { folds, by } = of;
  if (found.length === folds + (of.forward ? 1 : 0)) return;
  if (by === undefined) throw engineError('ml-few-folds', { rows, folds });
  const [counted] = await data.engine.rows({
    op: 'aggregate',
    input: { op: 'distinct', input: { op: 'project', input: data.rel, columns: plain([by]) } },
    groups: [],
    aggregates: [{ name: 'values', expr: aggregated('count_star', []) }],
  });
  const values = Number(counted?.[0] ?? 0);
  throw of.forward
    ? engineError('ml-few-times', { column: by, times: values, folds })
    : engineError('ml-few-groups', { column: by, groups: values, folds });
};

type Learned = readonly (readonly FeatureStep[])[];

const fitChain = async (data: Data, of: Folded): Promise<Learned> => {
  const learned: (readonly FeatureStep[])[] = [];
  for (const { spec } of of.steps)
    learned.push(await fitSteps({ ...data, rel: through(data.rel, learned, of, fittedLayers).rel }, spec));
  return learned;
};

/** Rows with what steps learned said of them, and without those that filters between the steps leave out. */
const through = (
  input: Rel,
  learned: Learned,
  { columns, steps, filters }: Folded,
  /** Of rows that were learned from, or of new ones. */
  layersOf: typeof stepLayers,
): { readonly rel: Rel; readonly names: readonly string[] } => {
  let rel = input;
  let names: readonly string[] = columns;
  for (const [i, own] of learned.entries()) {
    const place = { node: steps[i]?.node ?? '', param: 'columns' };
    for (const layers of own.map(step => layersOf(step, place))) {
      rel = withLayers(
        rel,
        names.map(n => ({ name: n })),
        layers,
      );
      const made = layers.flatMap(layer => layer.map(c => c.name)).filter(n => !isOwn(n));
      names = [...new Set([...names, ...made])];
    }
    for (const { after, condition } of filters)
      if (after === i + 1) rel = { op: 'filter', input: rel, condition };
  }
  return { rel, names };
};

/** The columns that are learned from and measured by, computed once. */
const keptRows = async (
  { engine, rel }: Data,
  learned: Learned,
  of: Folded,
  layersOf: typeof stepLayers,
): Promise<{ readonly data: Data; readonly drop: () => Promise<void> }> => {
  const columns = new Set([
    ...of.features.map(f => f.name),
    of.label.column,
    ...(of.weight === undefined ? [] : [of.weight]),
  ]);
  const whole = through(rel, learned, of, layersOf).rel;
  const kept = await engine.keep({ op: 'project', input: whole, columns: plain([...columns]) });
  return { data: { engine, rel: kept.rel }, drop: kept.drop };
};

type Classes = { readonly fold: number; readonly train: readonly string[]; readonly test: readonly string[] };

const classesOf = async (fold: number, train: Data, test: Data, of: Folded): Promise<Classes> => {
  const { column: label } = of.label;
  const [learned, tested] = [
    await levelsOf(train, label, classLimit),
    await levelsOf(test, label, classLimit),
  ].map(levels => levels.map(l => l.value)) as [string[], string[]];
  // A few of the rows may well have one class only; whoever asked for them knows.
  if (learned.length < 2 && (of.share ?? 1) >= 1)
    throw engineError('ml-fold-one-class', { label, value: learned[0] ?? null, fold });
  return { fold, train: learned, test: tested };
};

/** What is to be said of classes that are not in every fold; undefined where all are. */
const missingClasses = (folds: readonly Classes[], label: string): string | undefined => {
  const all = [...new Set(folds.flatMap(f => [...f.train, ...f.test]))].sort();
  const lacking = (side: 'train' | 'test') =>
    all.flatMap(value => {
      const own = folds.filter(f => !f[side].includes(value)).map(f => f.fold);
      return own.length === 0 ? [] : [{ class: value, folds: own }];
    });
  const [unlearned, untested] = [lacking('train'), lacking('test')];
  // One warning is read; a hundred are not.
  return unlearned.length + untested.length === 0
    ? undefined
    : messageText('ml-fold-classes', {
        label,
        unlearned: unlearned.slice(0, 3),
        untested: untested.slice(0, 3),
      });
};
