import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `evaluate-regression`. */
export const evaluateRegressionExamples: readonly Example[] = [
  {
    title: 'Two predictions, one of them off by 2',
    params: { label: 'y' },
    inputs: {
      in: rows({ y: 'INTEGER', prediction: 'DOUBLE' }, [
        [2, 2],
        [4, 6],
      ]),
    },
    outputs: {
      metrics: rows({ metric: 'VARCHAR', value: 'DOUBLE' }, [
        ['rmse', Math.SQRT2],
        ['mae', 1],
        ['r2', -1],
        ['mse', 2],
        ['mape', 0.25],
        ['bias', 1],
        ['rows', 2],
      ]),
      residuals: rows({ label: 'DOUBLE', prediction: 'DOUBLE', residual: 'DOUBLE' }, [
        [2, 2, 0],
        [4, 6, -2],
      ]),
    },
    ordered: true,
  },
];
