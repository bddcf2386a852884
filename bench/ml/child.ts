/** One model on one table: fit, score, and the quality reached, as a line of JSON. Bundled and run by the suite. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { ident } from '../../engine/connectors/quote.ts';
import { fitBayes } from '../../engine/ml/bayes/naive-bayes.ts';
import { fitKMeans } from '../../engine/ml/cluster/k-means.ts';
import { duckdbEngine } from '../../engine/ml/duckdb.ts';
import { registerNatives } from '../../engine/ml/duckdb-natives.ts';
import type { Data } from '../../engine/ml/engine.ts';
import { curvesOf } from '../../engine/ml/evaluate/curves.ts';
import { regressionScores } from '../../engine/ml/evaluate/regression.ts';
import { numeric } from '../../engine/ml/feature.ts';
import { fitLinear } from '../../engine/ml/linear/linear.ts';
import { fitLogistic } from '../../engine/ml/linear/logistic.ts';
import { inversePenalty } from '../../engine/ml/linear/penalty.ts';
import { withLayers } from '../../engine/ml/score/layers.ts';
import { type Model, scoreLayers } from '../../engine/ml/score/score.ts';
import { fitTrees } from '../../engine/ml/tree/fit.ts';

const [model = '', file = '', columns = '0'] = process.argv.slice(2);
const width = Number(columns);
const names = Array.from({ length: width }, (_, j) => `x${j}`);
const connection = await (await DuckDBInstance.create(':memory:')).connect();
registerNatives(connection);
await connection.run(`CREATE TABLE t AS SELECT * FROM read_parquet('${file.replaceAll("'", "''")}')`);
const never = (): never => {
  throw new Error('the table is there already');
};
const data: Data = {
  engine: {
    ...duckdbEngine(connection, {
      ref: ident,
      scan: never,
      made: () => {
        throw new Error('tables only');
      },
      rejects: never,
    }),
    helpers: {
      script: async () => fileURLToPath(new URL('./ml-fit-helper.mjs', import.meta.url)),
      threads: availableParallelism(),
      alone: reason => {
        throw new Error(reason);
      },
    },
  },
  rel: { op: 'ref', name: 't' },
};
const features = names.map(numeric);
const label = { column: 'c', type: 'INTEGER' };

const fits: Record<string, () => Promise<Model>> = {
  linear: () => fitLinear(data, { features, label: 'y' }),
  logistic: () =>
    fitLogistic(data, { features, label, penalty: weight => inversePenalty(1, weight), tolerance: 1e-4 }),
  'naive-bayes': () => fitBayes(data, { model: 'gaussian', features, label }),
  forest: () =>
    fitTrees(data, { features, label, target: 'class', depth: 8, seed: 1, method: 'forest', trees: 20 }),
  boosted: () =>
    fitTrees(data, {
      features,
      label,
      target: 'class',
      depth: 5,
      seed: 1,
      method: 'boost',
      rounds: 50,
      rate: 0.1,
    }),
  'k-means': () => fitKMeans(data, { features, k: 8, seed: 1, passes: 20, tolerance: 0, starts: 1 }),
};

let started = performance.now();
const lap = (): number => {
  const seconds = (performance.now() - started) / 1000;
  started = performance.now();
  return seconds;
};
const fitted = await (fits[model] ?? never)();
const fit = lap();
const rel = withLayers(
  data.rel,
  [...names, 'y', 'c'].map(name => ({ name })),
  scoreLayers(fitted),
);
await data.engine.rows({
  op: 'aggregate',
  input: rel,
  groups: [],
  aggregates: [
    { name: 'n', expr: { op: 'aggregate', fn: 'max', args: [{ op: 'column', name: 'prediction' }] } },
  ],
});
const score = lap();
const scored = { ...data, rel };
const quality =
  fitted.kind === 'linear'
    ? (await regressionScores(scored, { label: 'y', prediction: 'prediction' })).r2
    : fitted.kind === 'k-means'
      ? fitted.inertia
      : (await curvesOf(scored, { label: 'c', type: 'INTEGER', positive: '1', score: 'probability_1' }))
          .rocArea;
console.log(JSON.stringify({ fit, score, quality }));
