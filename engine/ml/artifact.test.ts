import { describe, expect, test } from 'vitest';
import { EngineError } from '../diagnostics/errors.ts';
import { type Artifact, applyArtifact, modelLimit, readArtifact, writeArtifact } from './artifact.ts';
import { numeric } from './feature.ts';
import { fitImpute } from './features/impute.ts';
import { fitScale } from './features/scale.ts';
import { stepLayers } from './features/steps.ts';
import { fitLinear } from './linear/linear.ts';
import { withLayers } from './score/layers.ts';
import { answer, expectClose, tableOf } from './test-data.ts';

const fitted = async (): Promise<Artifact> => {
  const data = await tableOf(
    ['x DOUBLE', 'y DOUBLE'],
    [
      [1, 3],
      [2, 5],
      [null, 7],
      [6, 13],
    ],
  );
  const impute = await fitImpute(data, { strategy: 'mean', columns: [{ column: 'x', type: 'DOUBLE' }] });
  const columns = [{ name: 'x' }, { name: 'y' }];
  const filled = { ...data, rel: withLayers(data.rel, columns, stepLayers(impute)) };
  const scale = await fitScale(filled, { method: 'standard', columns: ['x'] });
  const scaled = { ...data, rel: withLayers(filled.rel, columns, stepLayers(scale)) };
  return {
    format: 'millrace/model',
    version: 1,
    name: 'Line',
    input: [{ name: 'x', type: 'DOUBLE' }],
    output: [{ name: 'prediction', type: 'DOUBLE' }],
    params: { penalty: 0 },
    steps: [impute, scale],
    estimator: await fitLinear(scaled, { features: [numeric('x')], label: 'y' }),
    metrics: { r2: 1 },
    profile: [
      { kind: 'number', column: 'x', rows: 4, missing: 1, mean: 3, deviation: 2, edges: [2], counts: [1, 2] },
    ],
    provenance: {
      graph: 'g',
      data: 'd',
      seed: 1,
      engine: 'duckdb',
      rows: 4,
      fittedAt: '2026-01-01T00:00:00Z',
    },
  };
};

test('a file gives the same model back, frozen, and the same predictions', async () => {
  const artifact = await fitted();
  const read = readArtifact(writeArtifact(artifact));
  expect(read).toEqual(artifact);
  expect(Object.isFrozen(read.steps[0])).toBe(true);
  // Columns may stand elsewhere, be written otherwise and be of another numeric type; the row keeps its own values.
  const data = await tableOf(
    ['note VARCHAR', '"X" INTEGER'],
    [
      ['a', 4],
      ['b', null],
    ],
  );
  const schema = [
    { name: 'note', type: 'VARCHAR' },
    { name: 'X', type: 'INTEGER' },
  ];
  const rows = await answer(data, applyArtifact(read, data.rel, schema), ['note', 'X', 'prediction']);
  expect(rows.map(r => r.slice(0, 2))).toEqual([
    ['a', 4],
    ['b', null],
  ]);
  expectClose(rows[0]?.[2], 9, 1e-9);
  expectClose(rows[1]?.[2], 7, 1e-9);
});

test('a column that is missing or of another type is named', async () => {
  const artifact = await fitted();
  const apply =
    (type: string, name = 'x') =>
    () =>
      applyArtifact(artifact, { op: 'ref', name: 't' }, [{ name, type }]);
  expect(apply('DOUBLE', 'z')).toThrow('needs 1 column that is not here: x. There are: z.');
  expect(apply('VARCHAR')).toThrow('“x” is VARCHAR here and was DOUBLE');
});

describe('files that are no sound model', () => {
  const codeOf = (source: string | Uint8Array): string => {
    try {
      readArtifact(source);
    } catch (error) {
      if (error instanceof EngineError) return error.code;
      throw error;
    }
    return 'read';
  };
  const changed = async (change: (artifact: Artifact) => unknown) =>
    codeOf(JSON.stringify(change(await fitted())));
  const estimator = (over: object) => (a: Artifact) => ({ ...a, estimator: { ...a.estimator, ...over } });

  test('the sound one is read', async () => expect(await changed(a => a)).toBe('read'));
  test('cut off, empty, no text at all', async () => {
    const whole = writeArtifact(await fitted());
    for (const source of [whole.slice(0, -20), '', Uint8Array.of(0xff, 0xfe, 0x00)])
      expect(codeOf(source)).toBe('ml-model-json');
  });
  test('another format, a newer version', async () => {
    expect(codeOf('[]')).toBe('ml-model-format');
    expect(codeOf('null')).toBe('ml-model-format');
    expect(await changed(a => ({ ...a, format: 'millrace/pipeline' }))).toBe('ml-model-format');
    expect(await changed(a => ({ ...a, version: 2, whatever: 1 }))).toBe('ml-model-newer');
  });
  test('numbers that are none', async () => {
    const text = writeArtifact(await fitted());
    expect(codeOf(text.replace(/"intercept":[^,]*/, '"intercept":1e999'))).toBe('ml-model-invalid');
    expect(codeOf(text.replace(/"intercept":[^,]*/, '"intercept":NaN'))).toBe('ml-model-json');
    expect(await changed(estimator({ intercept: null }))).toBe('ml-model-invalid');
  });
  test('shapes that do not fit', async () => {
    expect(await changed(estimator({ coefficients: [1, 2] }))).toBe('ml-model-invalid');
    expect(await changed(estimator({ kind: 'eval' }))).toBe('ml-model-invalid');
    expect(await changed(a => ({ ...a, extra: 1 }))).toBe('ml-model-invalid');
    expect(await changed(a => ({ ...a, input: [{ name: 'q', type: 'DOUBLE' }] }))).toBe('ml-model-invalid');
    expect(await changed(a => ({ ...a, input: [...a.input, ...a.input] }))).toBe('ml-model-invalid');
  });
  test('types that carry a query', async () => {
    const evil = { kind: 'category', column: 'x', type: 'VARCHAR) FROM y; --', levels: ['a'] };
    expect(await changed(estimator({ features: [evil] }))).toBe('ml-model-invalid');
    expect(await changed(estimator({ features: [{ ...evil, type: 'DECIMAL(18,3)' }] }))).toBe('read');
  });
  test('columns whose type carries a query, or is none', async () => {
    const typed = (of: 'input' | 'output', type: string) => (a: Artifact) => ({
      ...a,
      [of]: a[of].map(f => ({ ...f, type })),
    });
    for (const of of ['input', 'output'] as const) {
      expect(await changed(typed(of, 'DOUBLE) AS z, CAST(1 AS DOUBLE'))).toBe('ml-model-invalid');
      expect(await changed(typed(of, 'NOSUCHTYPE'))).toBe('ml-model-invalid');
      expect(await changed(typed(of, 'STRUCT(a INTEGER)'))).toBe('ml-model-invalid');
      expect(await changed(typed(of, 'DECIMAL(18,3)'))).toBe('read');
    }
  });
  test('columns that it says it adds and does not', async () => {
    const outputs = (names: readonly string[]) => (a: Artifact) => ({
      ...a,
      output: names.map(name => ({ name, type: 'DOUBLE' })),
    });
    expect(await changed(outputs([]))).toBe('ml-model-invalid');
    expect(await changed(outputs(['prediction', 'prediction']))).toBe('ml-model-invalid');
    expect(await changed(outputs(['prediction', 'gold']))).toBe('ml-model-invalid');
    expect(await changed(outputs(['prediction']))).toBe('read');
  });
  test('a profile whose bins are none', async () => {
    const bins = (edges: number[], counts: number[]) => (a: Artifact) => ({
      ...a,
      predictions: {
        kind: 'number',
        column: 'prediction',
        rows: 3,
        missing: 0,
        mean: 1,
        deviation: 1,
        edges,
        counts,
      },
    });
    expect(await changed(bins([1, 2], [1, 1, 1]))).toBe('read');
    expect(await changed(bins([2, 1], [1, 1, 1]))).toBe('ml-model-invalid');
    expect(await changed(bins([1, 2], [3]))).toBe('ml-model-invalid');
  });
  test('keys that reach into the language', async () => {
    const text = writeArtifact(await fitted());
    for (const key of ['__proto__', 'constructor'])
      expect(codeOf(text.replace('"params":{', `"params":{"${key}":{"polluted":1},`))).toBe('ml-model-json');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
  test('nested without end', async () => {
    const text = writeArtifact(await fitted());
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(codeOf(text.replace('"penalty":0', `"penalty":${deep}`))).toMatch(/^ml-model-/);
  });
  test('far too large', () => expect(codeOf(new Uint8Array(modelLimit + 1))).toBe('ml-model-size'));
});
