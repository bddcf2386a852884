/** For tests: a model file of two columns, a number and a category, and a service over it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Artifact, writeArtifact } from '../../engine/ml/artifact.ts';
import { watchModel } from './model.ts';
import { type ServeOptions, startService } from './server.ts';

/** 2 x + 10 where the colour is “red”, else 2 x. */
export const model = (slope = 2): Artifact => ({
  format: 'millrace/model',
  version: 1,
  name: 'Price',
  input: [
    { name: 'x', type: 'DOUBLE' },
    { name: 'colour', type: 'VARCHAR' },
  ],
  output: [{ name: 'prediction', type: 'DOUBLE' }],
  params: {},
  steps: [],
  estimator: {
    kind: 'linear',
    features: [
      { kind: 'number', column: 'x' },
      { kind: 'category', column: 'colour', type: 'VARCHAR', levels: ['red'] },
    ],
    coefficients: [slope, 10],
    intercept: 0,
    rank: 2,
    converged: true,
  },
  metrics: {},
  profile: [
    {
      kind: 'number',
      column: 'x',
      rows: 100,
      missing: 0,
      mean: 5,
      deviation: 2,
      edges: [2, 4, 6, 8],
      counts: [20, 20, 20, 20, 20],
    },
    {
      kind: 'category',
      column: 'colour',
      rows: 100,
      missing: 0,
      levels: [
        { value: 'red', count: 50 },
        { value: 'blue', count: 50 },
      ],
      others: 0,
    },
  ],
  predictions: {
    kind: 'number',
    column: 'prediction',
    rows: 100,
    missing: 0,
    mean: 15,
    deviation: 8,
    edges: [10, 20],
    counts: [20, 50, 30],
  },
  provenance: {
    graph: 'g',
    data: 'd',
    seed: 1,
    engine: 'duckdb',
    rows: 100,
    fittedAt: '2026-01-01T00:00:00Z',
  },
});

export const token = 'a token of the tests';

/** A service that ends with the test file. `file` is its model, `ask` sends the token along. */
export const service = async (options: Partial<ServeOptions> & { readonly open?: boolean } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-serve-'));
  const file = join(folder, 'price.model.json');
  writeFileSync(file, writeArtifact(model()));
  const said: string[] = [];
  const { open, ...more } = options;
  const current = await watchModel(file, text => said.push(text), 50);
  const running = await startService(current, {
    host: '127.0.0.1',
    port: 0,
    maxBody: 10_000,
    timeoutMs: 5000,
    ...(open !== true && { token }),
    ...more,
  });
  afterAll(async () => {
    await running.stop();
    current.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const base = `http://127.0.0.1:${running.port}`;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${base}${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } });
  const score = (body: unknown) =>
    ask('/score', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
  return { base, port: running.port, file, said, ask, score, current };
};
