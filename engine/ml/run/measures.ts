/** How good predictions are, as tables. */
import { EngineError } from '../../diagnostics/errors.ts';
import { column, isNotNull } from '../../plan/build.ts';
import type { Cell, Data } from '../engine.ts';
import { classificationScores, logLoss } from '../evaluate/classification.ts';
import { type Clustered, silhouetteOf, squaredSilhouette } from '../evaluate/clustering.ts';
import { type Curves, calibrationOf, curvesOf, liftOf, type Ranked } from '../evaluate/curves.ts';
import { regressionScores } from '../evaluate/regression.ts';

import { columnsOf } from '../in-memory.ts';
import { doubleColumn } from '../words.ts';
import { clusteredRows } from './clustered.ts';

type Rows = readonly (readonly Cell[])[];

export const numberMeasures = async (
  data: Data,
  of: { readonly label: string; readonly prediction: string; readonly weight?: string | undefined },
): Promise<Rows> => {
  const { weight, ...columns } = of;
  const scores = await regressionScores(data, { ...columns, ...(weight !== undefined && { weight }) });
  const { rows, rmse, mse, mae, r2, mape, bias } = scores;
  return Object.entries({ rmse, mae, r2, mse, mape, bias, rows });
};

/** Rows to draw; more would lie on each other. */
const drawn = 2000;

/** Label, prediction and error of rows taken at even steps through all of them, at most 2,000. */
export const residualsOf = async (
  data: Data,
  of: { readonly label: string; readonly prediction: string },
): Promise<Rows> => {
  const { columns } = await columnsOf(
    data,
    [of.label, of.prediction].map(name => ({ name, expr: doubleColumn(name) })),
    drawn,
  );
  const [label, prediction] = columns;
  return Array.from(label ?? [], (y, i) => {
    const said = prediction?.[i] ?? Number.NaN;
    return [y, said, y - said];
  });
};

type ClassOptions = {
  readonly part: 'metrics' | 'confusion' | 'by-class' | 'curve' | 'calibration';
  readonly label: string;
  readonly type: string;
  readonly prediction: string;
  readonly probability: string;
  /** All columns of the table, among which those of probabilities are looked for. */
  readonly columns: readonly string[];
  readonly positive?: string | undefined;
};

/** Rows without a label are not known to be right or wrong. */
const known = (data: Data, label: string): Data => ({
  ...data,
  rel: { op: 'filter', input: data.rel, condition: isNotNull(column(label)) },
});

export const classMeasures = async (all: Data, of: ClassOptions): Promise<Rows> => {
  const data = known(all, of.label);
  switch (of.part) {
    case 'metrics':
      return metrics(data, of);
    case 'confusion': {
      const { confusion, classes } = await classificationScores(data, of);
      return classes.flatMap((actual, a) =>
        classes.map((predicted, p) => [actual.class, predicted.class, confusion[a]?.[p] ?? 0]),
      );
    }
    case 'by-class':
      return byClass(data, of);
    case 'curve':
      return curve(data, of);
    case 'calibration':
      return calibration(data, of);
  }
};

/** The classes that have a column of probabilities, in the order of the table. */
const classesWith = ({ probability, columns }: ClassOptions): readonly string[] =>
  columns.flatMap(name => (name.startsWith(`${probability}_`) ? [name.slice(probability.length + 1)] : []));

/** Rows with a probability. */
const scored = (data: Data, name: string): Data => ({
  ...data,
  rel: { op: 'filter', input: data.rel, condition: isNotNull(column(name)) },
});

/** What cannot be told of these rows, because a class has none or a probability is missing, is null. */
const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    const untold = ['ml-one-class', 'ml-missing-values', 'ml-no-rows'];
    if (error instanceof EngineError && untold.includes(error.code)) return null;
    throw error;
  }
};

const metrics = async (data: Data, of: ClassOptions): Promise<Rows> => {
  const scores = await classificationScores(data, of);
  const { macro, weighted } = scores;
  const classes = classesWith(of);
  const probabilities = classes.map(value => `${of.probability}_${value}`);
  const [first] = probabilities;
  const label = { column: of.label, type: of.type, classes: [...classes] };
  const loss =
    first === undefined ? null : await orNull(logLoss(scored(data, first), { label, probabilities }));
  const areas = (await curvesEach(data, of)).map(found => found.curves);
  return Object.entries({
    accuracy: scores.accuracy,
    f1_weighted: weighted.f1,
    precision_weighted: weighted.precision,
    recall_weighted: weighted.recall,
    f1_macro: macro.f1,
    precision_macro: macro.precision,
    recall_macro: macro.recall,
    log_loss: loss,
    roc_auc: meanOf(areas.map(area => area.rocArea)),
    average_precision: meanOf(areas.map(area => area.averagePrecision)),
    rows: scores.rows,
    unpredicted: scores.unpredicted,
  });
};

/** Each curve is a sort of the rows by other scores: for more classes than this there are none. */
const mostCurves = 20;
/** Points of all curves together; one has at most 500. */
const mostPoints = 1500;

const rankedFor = ({ label, type, probability }: ClassOptions, positive: string): Ranked => ({
  label,
  type,
  positive,
  score: `${probability}_${positive}`,
});

/** The classes that curves speak for, against all others: the one asked for, the second of two, or each of several. */
const rankedBy = (of: ClassOptions): readonly Ranked[] => {
  const classes = classesWith(of);
  const { positive } = of;
  if (positive !== undefined) return classes.filter(c => c === positive).map(c => rankedFor(of, c));
  if (classes.length > mostCurves) return [];
  return (classes.length === 2 ? classes.slice(1) : classes).map(c => rankedFor(of, c));
};

type Found = { readonly positive: string; readonly curves: Curves };

/** Of the classes that these rows tell of. */
const curvesEach = async (
  data: Data,
  of: ClassOptions,
  each: readonly Ranked[] = rankedBy(of),
): Promise<readonly Found[]> => {
  const points = Math.min(500, Math.floor(mostPoints / Math.max(1, each.length)));
  const all: Found[] = [];
  for (const ranked of each) {
    const curves = await orNull(curvesOf(scored(data, ranked.score), ranked, points));
    if (curves !== null) all.push({ positive: ranked.positive, curves });
  }
  return all;
};

/** The mean over the classes, each counted alike. */
const meanOf = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The last is the area under the ROC curve of a class against all others. */
const byClass = async (data: Data, of: ClassOptions): Promise<Rows> => {
  const { classes } = await classificationScores(data, of);
  const known = classesWith(of);
  const each = known.length > mostCurves ? [] : known.map(c => rankedFor(of, c));
  const areas = new Map((await curvesEach(data, of, each)).map(f => [f.positive, f.curves.rocArea]));
  return classes.map(c => [
    c.class,
    c.support,
    c.precision,
    c.recall,
    c.f1,
    areas.get(String(c.class)) ?? null,
  ]);
};

const curve = async (data: Data, of: ClassOptions): Promise<Rows> =>
  (await curvesEach(data, of)).flatMap(({ positive, curves }) => {
    const { points, positives, negatives } = curves;
    const lifts = liftOf(curves);
    return points.map((p, i) => [
      p.threshold,
      p.truePositives / positives,
      p.falsePositives / negatives,
      p.truePositives / (p.truePositives + p.falsePositives),
      lifts[i]?.share ?? null,
      lifts[i]?.lift ?? null,
      p.truePositives,
      p.falsePositives,
      positive,
    ]);
  });

const calibration = async (data: Data, of: ClassOptions): Promise<Rows> => {
  const rows: (readonly Cell[])[] = [];
  for (const ranked of rankedBy(of))
    for (const bin of await calibrationOf(scored(data, ranked.score), ranked))
      rows.push([bin.mean, bin.chance, bin.rows, ranked.positive]);
  return rows;
};

export const clusterMeasures = async (
  all: Data,
  of: { readonly prediction: string; readonly features: readonly string[] },
): Promise<Rows> => {
  const { data, levels, place, noise } = await clusteredRows(all, of.prediction);
  const clustered: Clustered = {
    features: of.features.map(name => ({ name, expr: doubleColumn(name) })),
    cluster: { name: of.prediction, expr: place },
    k: levels.length,
  };
  const sample = await silhouetteOf(data, clustered);
  return Object.entries({
    silhouette: sample.silhouette,
    silhouette_rows: sample.rows,
    silhouette_squared: await squaredSilhouette(data, clustered),
    clusters: levels.length,
    smallest: Math.min(...levels.map(l => l.count)),
    largest: Math.max(...levels.map(l => l.count)),
    rows: levels.reduce((sum, l) => sum + l.count, 0),
    noise,
  });
};
