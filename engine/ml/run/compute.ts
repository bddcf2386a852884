/** The functions that `computed` relations name: tables in, a small table out. */
import { z } from 'zod';
import { invariant } from '../../diagnostics/errors.ts';
import { messageText } from '../../diagnostics/messages.ts';
import { column } from '../../plan/build.ts';
import { learnedColumn } from '../../plan/learning.ts';
import type { Json } from '../../schema/types.ts';
import { type Artifact, readArtifact, writeArtifact } from '../artifact.ts';
import type { Cell, Data } from '../engine.ts';
import { name, typeName } from '../shapes.ts';
import { basketOptions, fitBaskets, ruleRows, setRows } from './baskets.ts';
import { cardOf } from './card.ts';
import { clusterMap } from './cluster-map.ts';
import { profileRows } from './cluster-profile.ts';
import { crossOptions, crossValidate } from './cross-validate.ts';
import { driftOptions, driftRows } from './drift.ts';
import { elbowOptions, elbowRows } from './elbow.ts';
import type { Hands } from './fits.ts';
import { dependenceOptions, importanceOptions, partialDependence, permutationImportance } from './inspect.ts';
import { boardOptions, leaderboard } from './leaderboard.ts';
import { curveOptions, learningCurve } from './learning-curve.ts';
import { measuredModel, measuredOptions } from './measured-model.ts';
import { classMeasures, clusterMeasures, numberMeasures, residualsOf } from './measures.ts';
import { clusterRows, fitPartition, heightRows, partitionOptions } from './partitions.ts';
import { bestOptions, bestRows, factorOptions, factorRows } from './ratings.ts';
import { bestIn, chosenOptions, search, searchBoard, searchOptions } from './search.ts';
import { fitSteps, stepSpec, stepsFrom, stepsText } from './steps.ts';
import { summaryOf } from './summary.ts';
import { tellingColumns } from './telling.ts';
import { train, trainOptions } from './train.ts';

export type Rows = readonly (readonly Cell[])[];

export type Asked = {
  /** The tables of the relation's inputs, in order. */
  readonly inputs: readonly Data[];
  readonly options: Json;
  /** What carries it out, as a model file names it. */
  readonly engine: string;
  /** The hash of what the rows came through, settings and all. */
  readonly graph: () => string;
  /** Version of the program, as other files name it. */
  readonly program: string;
  /** Bytes of numbers that may be kept between passes. */
  readonly keep?: number;
  /** Told what a person should know though the work goes on. */
  readonly warn?: (message: string) => void;
  /** Told of each of several choices once it was tried, in their order. */
  readonly tried?: (candidate: Tried) => void;
  /** For fits side by side; without it they come one after another. */
  readonly hands?: Hands;
};

export type Tried = {
  readonly candidate: number;
  readonly of: number;
  readonly settings: { readonly [name: string]: Json };
  readonly metric: string;
  readonly value: number | null;
  readonly best: boolean;
};

const measured = z.strictObject({ label: name, prediction: name, weight: name.optional() });
const classes = z.strictObject({
  part: z.enum(['metrics', 'confusion', 'by-class', 'curve', 'calibration']),
  label: name,
  type: typeName,
  prediction: name,
  probability: z.string(),
  columns: z.array(name),
  positive: z.string().optional(),
});
const rules = z.strictObject({ confidence: z.number().min(0).max(1) });
const clusters = z.strictObject({ prediction: name, features: z.array(name).min(1) });

type Compute = (asked: Asked) => Promise<Rows>;

const first = ({ inputs }: Asked): Data => {
  const [data] = inputs;
  invariant(data !== undefined, 'what is computed has an input');
  return data;
};

/** What a relation of one cell holds. */
const cellOf = async ({ engine, rel }: Data): Promise<string> => {
  const [row] = await engine.rows({
    op: 'project',
    input: rel,
    columns: [{ name: learnedColumn, expr: column(learnedColumn) }],
  });
  const cell = row?.[0];
  invariant(typeof cell === 'string', 'what was learned is one text');
  return cell;
};

/** The model that follows the rows. */
const modelIn = async ({ inputs }: Asked): Promise<Artifact> => {
  const [, fitted] = inputs;
  invariant(fitted !== undefined, 'a model follows the rows');
  return readArtifact(await cellOf(fitted));
};

const functions: Readonly<Record<string, Compute>> = {
  'fit-steps': async asked => {
    const steps = await fitSteps(first(asked), stepSpec.parse(asked.options));
    return [[stepsText(steps)]];
  },
  train: async asked => {
    const options = trainOptions.parse(asked.options);
    const [, ...more] = asked.inputs;
    const raw = options.raw ? more.at(-1) : undefined;
    const learned = await Promise.all(more.slice(0, options.raw ? -1 : undefined).map(cellOf));
    const artifact = await train(first(asked), options, learned.flatMap(stepsFrom), {
      engine: asked.engine,
      graph: asked.graph(),
      ...(raw !== undefined && { raw }),
      ...(asked.keep !== undefined && { keep: asked.keep }),
    });
    const { label, task } = options;
    const telling =
      label === undefined || asked.warn === undefined
        ? []
        : await tellingColumns(first(asked), { task, label: label.column, features: options.features });
    if (label !== undefined && telling.length > 0)
      asked.warn?.(messageText('ml-label-told', { label: label.column, columns: telling }));
    return [[writeArtifact(artifact)]];
  },
  'measured-model': async asked => {
    const [fitted, rows] = asked.inputs;
    invariant(fitted !== undefined && rows !== undefined, 'a model and the rows to measure it by are there');
    const model = readArtifact(await cellOf(fitted));
    return [[writeArtifact(await measuredModel(model, rows, measuredOptions.parse(asked.options)))]];
  },
  // Loaded when it is asked for: few runs write ONNX, and its writer is a library of its own.
  onnx: async asked => {
    const { exportOnnx } = await import('../onnx/export.ts');
    const artifact = readArtifact(await cellOf(first(asked)));
    const bytes = exportOnnx(artifact, { name: 'Millrace', version: asked.program });
    return [[Buffer.from(bytes).toString('base64')]];
  },
  'onnx-tensors': async asked => {
    const { onnxTensors } = await import('../onnx/export.ts');
    return onnxTensors(readArtifact(await cellOf(first(asked))));
  },
  summary: async asked => summaryOf(readArtifact(await cellOf(first(asked)))),
  drift: async asked => {
    const { columns } = driftOptions.parse(asked.options);
    const [fitted, data] = asked.inputs;
    invariant(fitted !== undefined && data !== undefined, 'drift has a model and rows');
    return driftRows(data, readArtifact(await cellOf(fitted)), columns, asked.warn);
  },
  card: async asked => cardOf(readArtifact(await cellOf(first(asked)))),
  // What stayed and what did not, the best first where there is a score.
  selection: async asked =>
    stepsFrom(await cellOf(first(asked))).flatMap(step =>
      step.step === 'select'
        ? step.scores.map(s => [s.column, step.kept.includes(s.column), s.score, s.p])
        : [],
    ),
  'cross-validate': async asked => crossValidate(asked, crossOptions.parse(asked.options)),
  search: async asked => [[JSON.stringify(await search(asked, searchOptions.parse(asked.options)))]],
  'search-board': async asked => searchBoard(await cellOf(first(asked))),
  'learning-curve': async asked => learningCurve(first(asked), asked, curveOptions.parse(asked.options)),
  'permutation-importance': async asked =>
    permutationImportance(first(asked), await modelIn(asked), importanceOptions.parse(asked.options)),
  'partial-dependence': async asked =>
    partialDependence(first(asked), await modelIn(asked), dependenceOptions.parse(asked.options)),
  'train-best': async asked => {
    const [, found, ...steps] = asked.inputs;
    invariant(found !== undefined, 'the best was searched for');
    const { candidates, ...options } = chosenOptions.parse(asked.options);
    const { candidate, metrics } = bestIn(await cellOf(found));
    const chosen = { ...options, estimator: candidates[candidate] } as Json;
    const trained = await compute('train', { ...asked, options: chosen, inputs: [first(asked), ...steps] });
    return [[writeArtifact({ ...readArtifact(String(trained[0]?.[0])), metrics })]];
  },
  leaderboard: async asked => leaderboard(first(asked), boardOptions.parse(asked.options)),
  'measure-numbers': async asked => numberMeasures(first(asked), measured.parse(asked.options)),
  residuals: async asked => residualsOf(first(asked), measured.parse(asked.options)),
  'measure-classes': async asked => classMeasures(first(asked), classes.parse(asked.options)),
  'cluster-map': async asked => clusterMap(first(asked), clusters.parse(asked.options)),
  'measure-clusters': async asked => clusterMeasures(first(asked), clusters.parse(asked.options)),
  'fit-baskets': async asked => [[await fitBaskets(first(asked), basketOptions.parse(asked.options))]],
  'cluster-profile': async asked => profileRows(first(asked), clusters.parse(asked.options)),
  elbow: async asked => elbowRows(first(asked), elbowOptions.parse(asked.options)),
  'fit-partition': async asked => [[await fitPartition(first(asked), partitionOptions.parse(asked.options))]],
  'cluster-rows': async asked => clusterRows(await cellOf(first(asked))),
  'merger-heights': async asked => heightRows(await cellOf(first(asked))),
  'fit-factors': async asked => factorRows(first(asked), factorOptions.parse(asked.options)),
  'best-items': async asked => {
    const [factors, ratings] = asked.inputs;
    invariant(factors !== undefined && ratings !== undefined, 'factors and ratings are there');
    return bestRows(factors, ratings, bestOptions.parse(asked.options));
  },
  'frequent-sets': async asked => setRows(await cellOf(first(asked))),
  'basket-rules': async asked => ruleRows(await cellOf(first(asked)), rules.parse(asked.options).confidence),
};

/** Throws an `EngineError` without a node where the rows do not allow it. */
export const compute = (name: string, asked: Asked): Promise<Rows> => {
  const found = functions[name];
  invariant(found !== undefined, `there is a function ${name}`);
  return found(asked);
};
