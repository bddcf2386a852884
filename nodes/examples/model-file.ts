/** A small model as a file: y = 2 x + 1. */
export const modelFile = 'line.model.json';

export const modelText = `${JSON.stringify({
  format: 'millrace/model',
  version: 1,
  name: 'line',
  input: [{ name: 'x', type: 'DOUBLE' }],
  output: [{ name: 'prediction', type: 'DOUBLE' }],
  params: { method: 'linear-regression' },
  steps: [],
  estimator: {
    kind: 'linear',
    features: [{ kind: 'number', column: 'x' }],
    coefficients: [2],
    intercept: 1,
    rank: 1,
    converged: true,
  },
  metrics: {},
  profile: [],
  provenance: { graph: '', data: '', seed: 0, engine: 'duckdb', rows: 3 },
})}\n`;
