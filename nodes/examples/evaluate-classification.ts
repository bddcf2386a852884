import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const given = rows(
  { y: 'VARCHAR', prediction: 'VARCHAR', probability_no: 'DOUBLE', probability_yes: 'DOUBLE' },
  [
    ['yes', 'yes', 0.25, 0.75],
    ['no', 'yes', 0.5, 0.5],
    ['no', 'no', 0.75, 0.25],
    [null, 'no', 0.75, 0.25],
  ],
);

const byClass = {
  class: 'VARCHAR',
  rows: 'BIGINT',
  precision: 'DOUBLE',
  recall: 'DOUBLE',
  f1: 'DOUBLE',
  roc_auc: 'DOUBLE',
};

const curve = {
  threshold: 'DOUBLE',
  recall: 'DOUBLE',
  false_positive_rate: 'DOUBLE',
  precision: 'DOUBLE',
  share: 'DOUBLE',
  lift: 'DOUBLE',
  true_positives: 'BIGINT',
  false_positives: 'BIGINT',
  class: 'VARCHAR',
};

/** Golden cases of `evaluate-classification`. */
export const evaluateClassificationExamples: readonly Example[] = [
  {
    title: 'Three rows with a label, one of them wrong; the curve of the second class',
    params: { label: 'y' },
    inputs: { in: given },
    outputs: {
      confusion: rows({ actual: 'VARCHAR', predicted: 'VARCHAR', rows: 'BIGINT' }, [
        ['no', 'no', 1],
        ['no', 'yes', 1],
        ['yes', 'no', 0],
        ['yes', 'yes', 1],
      ]),
      byClass: rows(byClass, [
        ['no', 2, 1, 0.5, 2 / 3, 1],
        ['yes', 1, 0.5, 1, 2 / 3, 1],
      ]),
      curve: rows(curve, [
        [0.75, 1, 0, 1, 1 / 3, 3, 1, 0, 'yes'],
        [0.5, 1, 0.5, 0.5, 2 / 3, 1.5, 1, 1, 'yes'],
        [0.25, 1, 1, 1 / 3, 1, 1, 1, 2, 'yes'],
      ]),
      calibration: rows({ said: 'DOUBLE', happened: 'DOUBLE', rows: 'BIGINT', class: 'VARCHAR' }, [
        [0.25, 0, 1, 'yes'],
        [0.5, 0, 1, 'yes'],
        [0.75, 1, 1, 'yes'],
      ]),
    },
    ordered: true,
  },
  {
    title: 'Three classes have a curve each',
    params: { label: 'y' },
    inputs: {
      in: rows(
        {
          y: 'VARCHAR',
          prediction: 'VARCHAR',
          probability_a: 'DOUBLE',
          probability_b: 'DOUBLE',
          probability_c: 'DOUBLE',
        },
        [
          ['a', 'a', 0.5, 0.25, 0.25],
          ['b', 'b', 0.25, 0.5, 0.25],
          ['c', 'a', 0.5, 0.25, 0.25],
        ],
      ),
    },
    outputs: {
      byClass: rows(byClass, [
        ['a', 1, 0.5, 1, 2 / 3, 0.75],
        ['b', 1, 1, 1, 1, 1],
        ['c', 1, 0, 0, 0, 0.5],
      ]),
      curve: rows(curve, [
        [0.5, 1, 0.5, 0.5, 2 / 3, 1.5, 1, 1, 'a'],
        [0.25, 1, 1, 1 / 3, 1, 1, 1, 2, 'a'],
        [0.5, 1, 0, 1, 1 / 3, 3, 1, 0, 'b'],
        [0.25, 1, 1, 1 / 3, 1, 1, 1, 2, 'b'],
        [0.25, 1, 1, 1 / 3, 1, 1, 1, 2, 'c'],
      ]),
    },
    ordered: true,
  },
];
