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
      byClass: rows(
        { class: 'VARCHAR', rows: 'BIGINT', precision: 'DOUBLE', recall: 'DOUBLE', f1: 'DOUBLE' },
        [
          ['no', 2, 1, 0.5, 2 / 3],
          ['yes', 1, 0.5, 1, 2 / 3],
        ],
      ),
      curve: rows(
        {
          threshold: 'DOUBLE',
          recall: 'DOUBLE',
          false_positive_rate: 'DOUBLE',
          precision: 'DOUBLE',
          share: 'DOUBLE',
          lift: 'DOUBLE',
          true_positives: 'BIGINT',
          false_positives: 'BIGINT',
          class: 'VARCHAR',
        },
        [
          [0.75, 1, 0, 1, 1 / 3, 3, 1, 0, 'yes'],
          [0.5, 1, 0.5, 0.5, 2 / 3, 1.5, 1, 1, 'yes'],
          [0.25, 1, 1, 1 / 3, 1, 1, 1, 2, 'yes'],
        ],
      ),
      calibration: rows({ said: 'DOUBLE', happened: 'DOUBLE', rows: 'BIGINT', class: 'VARCHAR' }, [
        [0.25, 0, 1, 'yes'],
        [0.5, 0, 1, 'yes'],
        [0.75, 1, 1, 'yes'],
      ]),
    },
    ordered: true,
  },
];
