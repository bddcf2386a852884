/** Every model, written as ONNX and scored by its runtime, says what the engine says. */
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Schema } from '../../schema/types.ts';
import type { Artifact } from '../artifact.ts';
import { fitBayes } from '../bayes/naive-bayes.ts';
import { fitKMeans } from '../cluster/k-means.ts';
import { fitMixture } from '../cluster/mixture.ts';
import { fitPca } from '../cluster/pca.ts';
import { fitCurve } from '../curve/curve.ts';
import { fitIsotonic } from '../curve/isotonic.ts';
import type { Cell, Data } from '../engine.ts';
import { numeric } from '../feature.ts';
import { fitOneHot } from '../features/encode.ts';
import { fitImpute } from '../features/impute.ts';
import { fitQuantileBins } from '../features/make.ts';
import { fitPower } from '../features/power.ts';
import { fitScale } from '../features/scale.ts';
import { type FeatureStep, forNewRows, stepLayers } from '../features/steps.ts';
import { fitTarget } from '../features/target.ts';
import { fitLinear } from '../linear/linear.ts';
import { fitLogistic } from '../linear/logistic.ts';
import { inversePenalty } from '../linear/penalty.ts';
import { fitSvm } from '../linear/svm.ts';
import { fitNeighbours } from '../neighbours/neighbours.ts';
import { isOwn, withLayers } from '../score/layers.ts';
import { type Model, scoreLayers } from '../score/score.ts';
import { answer, codeOf, dataSet, expectClose, tableOf } from '../test-data.ts';
import { fitTrees } from '../tree/fit.ts';
import { fitIsolation } from '../tree/isolation.ts';
import { exportOnnx } from './export.ts';

ort.env.wasm.numThreads = 1;

const kinds = ['setosa', 'versicolor', 'virginica'];
const measures = ['x0', 'x1', 'x2', 'x3'];
const features = measures.map(numeric);
const label = { column: 'kind', type: 'VARCHAR' };
const number = { column: 'x3', type: 'DOUBLE' };
const seed = 1;

/** Iris with names for its classes, a text column and a few holes. */
let iris: Data;
let whole: Data;
const columns: Schema = [
  ...measures.map(name => ({ name, type: 'DOUBLE' })),
  { name: 'kind', type: 'VARCHAR' },
  { name: 'garden', type: 'VARCHAR' },
];
beforeAll(async () => {
  const { rows, target } = dataSet('iris');
  const named = columns.map(c => `${c.name} ${c.type}`);
  const table = (holes: boolean) =>
    tableOf(
      named,
      rows.map((row, i) => [
        ...row.map((v, j) => (holes && (i + j) % 17 === 0 ? null : v)),
        kinds[target[i] ?? 0] ?? '',
        ['north', 'south', 'é "east"'][i % 3] ?? '',
      ]),
    );
  [iris, whole] = [await table(true), await table(false)];
});

const artifactOf = (estimator: Model, output: Schema, steps: readonly FeatureStep[] = []): Artifact => ({
  format: 'millrace/model',
  version: 1,
  name: 'Model',
  input: [...columns],
  output: [...output],
  params: {},
  steps: [...steps],
  estimator,
  metrics: {},
  profile: [],
  provenance: { graph: '', data: '', seed, engine: '', rows: 150, fittedAt: '2026-01-01T00:00:00Z' },
});

const tensorOf = (type: string, cells: readonly Cell[]): ort.Tensor =>
  type === 'VARCHAR'
    ? new ort.Tensor('string', cells.map(String), [cells.length])
    : new ort.Tensor(
        'float64',
        Float64Array.from(cells, cell => (cell === null ? Number.NaN : Number(cell))),
        [cells.length],
      );

/** Columns of the runtime's answer, as the engine would give them. */
const runtimeSays = async (
  bytes: Uint8Array,
  rows: readonly (readonly Cell[])[],
  output: Schema,
): Promise<readonly (readonly Cell[])[]> => {
  const session = await ort.InferenceSession.create(bytes);
  const feeds = Object.fromEntries(
    columns.map((c, j) => [
      c.name,
      tensorOf(
        c.type,
        rows.map(row => row[j] ?? null),
      ),
    ]),
  );
  const said = await session.run(
    Object.fromEntries(session.inputNames.map(name => [name, feeds[name] as ort.Tensor])),
  );
  const values = output.map(o =>
    Array.from(said[o.name]?.data as ArrayLike<number | string | bigint>, v =>
      typeof v === 'bigint' ? Number(v) : v,
    ),
  );
  await session.release();
  return rows.map((_, r) => values.map(column => (Number.isNaN(column[r]) ? null : (column[r] ?? null))));
};

const compared = async (data: Data, artifact: Artifact): Promise<void> => {
  const layers = [
    ...artifact.steps.flatMap(step => [...stepLayers(step)]),
    ...scoreLayers(artifact.estimator),
  ];
  const rows = await answer(
    data,
    data.rel,
    columns.map(c => c.name),
  );
  const wanted = await answer(
    data,
    withLayers(data.rel, columns, layers),
    artifact.output.map(o => o.name),
  );
  const got = await runtimeSays(
    exportOnnx(artifact, { name: 'millrace', version: 'test' }),
    rows,
    artifact.output,
  );
  expect(wanted.length).toBe(150);
  for (const [r, row] of wanted.entries())
    for (const [c, cell] of row.entries()) {
      const say = got[r]?.[c];
      if (typeof cell === 'number' && cell !== null)
        expectClose(say, cell, 1e-6, `row ${r} of ${artifact.output[c]?.name}`);
      else if (typeof cell === 'boolean') expect(Boolean(say)).toBe(cell);
      else expect(say).toBe(cell);
    }
};

const double = (name: string) => ({ name, type: 'DOUBLE' });
const chances = kinds.map(kind => double(`probability_${kind}`));
const classes: Schema = [...chances, { name: 'prediction', type: 'VARCHAR' }];

describe('scored by the ONNX runtime, to 1e-6', () => {
  const two = async (): Promise<Data> => ({
    ...whole,
    rel: {
      op: 'filter',
      input: whole.rel,
      condition: {
        op: 'call',
        fn: 'ne',
        args: [
          { op: 'column', name: 'kind' },
          { op: 'literal', value: 'setosa' },
        ],
      },
    },
  });
  const models: readonly (readonly [string, () => Promise<readonly [Model, Schema]>])[] = [
    [
      'linear',
      async () => [
        await fitLinear(whole, { features: features.slice(0, 3), label: 'x3' }),
        [double('prediction')],
      ],
    ],
    [
      'logistic, several classes',
      async () => [
        await fitLogistic(whole, { features, label, penalty: w => inversePenalty(1, w) }),
        classes,
      ],
    ],
    [
      'logistic, two classes',
      async () => [
        await fitLogistic(await two(), { features, label, penalty: w => inversePenalty(1, w) }),
        classes.slice(1),
      ],
    ],
    [
      'Gaussian naive Bayes',
      async () => [await fitBayes(whole, { model: 'gaussian', features, label }), classes],
    ],
    [
      'multinomial naive Bayes',
      async () => [await fitBayes(whole, { model: 'multinomial', features, label }), classes],
    ],
    [
      'support vectors',
      async () => [
        await fitSvm(whole, { features, label, l2: 0.01 }),
        [...kinds.map(k => double(`margin_${k}`)), { name: 'prediction', type: 'VARCHAR' }],
      ],
    ],
    [
      'k-means',
      async () => [
        await fitKMeans(whole, { features, k: 3, seed }),
        [{ name: 'prediction', type: 'INTEGER' }, double('prediction_distance')],
      ],
    ],
    [
      'Gaussian mixture',
      async () => [
        await fitMixture(whole, { features, k: 3, seed }),
        [{ name: 'prediction', type: 'INTEGER' }, double('probability_0')],
      ],
    ],
    [
      'a tree of classes',
      async () => [
        await fitTrees(whole, { features, label, target: 'class', method: 'tree', depth: 4, seed }),
        classes,
      ],
    ],
    [
      'a forest of numbers',
      async () => [
        await fitTrees(whole, {
          features: features.slice(0, 3),
          label: number,
          target: 'number',
          method: 'forest',
          trees: 10,
          depth: 4,
          seed,
        }),
        [double('prediction')],
      ],
    ],
    [
      'boosted trees',
      async () => [
        await fitTrees(whole, {
          features,
          label,
          target: 'class',
          method: 'boost',
          rounds: 5,
          depth: 3,
          seed,
        }),
        classes,
      ],
    ],
    [
      'isolation forest',
      async () => [
        await fitIsolation(whole, { features, seed, trees: 10, sample: 64 }),
        [double('prediction_score'), { name: 'prediction', type: 'BOOLEAN' }],
      ],
    ],
    [
      'an exponential curve',
      async () => [
        await fitCurve(whole, { feature: numeric('x0'), label: 'x3', method: 'exponential' }),
        [double('prediction')],
      ],
    ],
    [
      'a power curve',
      async () => [
        await fitCurve(whole, { feature: numeric('x0'), label: 'x3', method: 'power' }),
        [double('prediction')],
      ],
    ],
    [
      'isotonic regression',
      async () => [await fitIsotonic(whole, { feature: numeric('x2'), label: 'x3' }), [double('prediction')]],
    ],
  ];
  test.each(models)('%s', async (_, fitted) => {
    const [model, output] = await fitted();
    await compared(whole, artifactOf(model, output));
  });

  test('feature steps of every kind before it; holes are filled, and a text nobody has met is none of the categories', async () => {
    let now: Data = iris;
    const steps: FeatureStep[] = [];
    let known: { name: string }[] = [...columns];
    const take = (step: FeatureStep): void => {
      steps.push(step);
      const layers = stepLayers(step);
      now = { ...now, rel: withLayers(now.rel, known, layers) };
      for (const layer of layers)
        for (const c of layer)
          if (!isOwn(c.name) && !known.some(k => k.name === c.name)) known = [...known, { name: c.name }];
    };
    take(
      await fitImpute(now, {
        strategy: 'median',
        columns: measures.map(column => ({ column, type: 'DOUBLE' })),
      }),
    );
    take(await fitOneHot(now, { column: 'garden', type: 'VARCHAR', drop: 'first', unseen: 'keep' }));
    const mean = { column: 'garden', type: 'VARCHAR', output: 'garden_mean', label: 'x3', folds: 5 };
    take(forNewRows(await fitTarget(now, { ...mean, smoothing: null })));
    take({ step: 'polynomial', columns: ['x0', 'x1'], degree: 2, interactions: true });
    take(await fitQuantileBins(now, { column: 'x2', output: 'x2_bin', bins: 4 }));
    take(await fitPower(now, { method: 'yeo-johnson', columns: ['x0', 'x1'] }));
    take(await fitScale(now, { method: 'standard', columns: ['x2', 'x3'] }));
    take({ step: 'pca', model: await fitPca(now, { features, components: 2 }) });
    const made = known.map(k => k.name).filter(name => /^garden_(?!mean)/.test(name));
    const used = ['pc1', 'pc2', 'x0', 'garden_mean', 'x0*x1', 'x2_bin', ...made].map(numeric);
    const model = await fitLogistic(now, { features: used, label, penalty: w => inversePenalty(1, w) });
    await compared(iris, artifactOf(model, classes, steps));
    const [row] = await answer(
      iris,
      iris.rel,
      columns.map(c => c.name),
    );
    const bytes = exportOnnx(artifactOf(model, classes, steps), { name: 'millrace', version: 'test' });
    const west = [...(row ?? []).slice(0, 5), 'west'];
    const [said] = await runtimeSays(bytes, [west], classes);
    expect(kinds).toContain(said?.[3]);
  });
});

test('neighbours are refused with the reason', async () => {
  const model = await fitNeighbours(whole, {
    features: features.slice(0, 2),
    label: { column: 'x3', type: 'DOUBLE' },
    target: 'number',
    k: 3,
    weighting: 'uniform',
    standardise: true,
  });
  const artifact = artifactOf(model, [double('prediction')]);
  expect(() => exportOnnx(artifact, { name: 'millrace', version: 'test' })).toThrow(
    /no word for it: k nearest neighbours/,
  );
});

test('what ONNX has no word for is named', async () => {
  const model = await fitLinear(whole, { features: features.slice(0, 1), label: 'x3' });
  const artifact = { ...artifactOf(model, [double('prediction')]), input: [{ name: 'x0', type: 'DATE' }] };
  const error = (async () => exportOnnx(artifact, { name: 'millrace', version: 'test' }))();
  expect(await codeOf(error)).toBe('ml-onnx');
  const tokenise: FeatureStep = {
    step: 'tokenise',
    column: 'garden',
    output: 'words',
    lower: true,
    pattern: '[a-z]+',
    least: 1,
    without: [],
    from: 1,
    to: 1,
  };
  expect(() =>
    exportOnnx(artifactOf(model, [double('prediction')], [tokenise]), { name: 'millrace', version: 'test' }),
  ).toThrow('no word for it: the words of the text garden');
});
