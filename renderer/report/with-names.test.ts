import { expect, test } from 'vitest';
import { withNames } from './with-names.ts';

const part = {
  part: 'points',
  title: 'Predictions',
  port: 'residuals',
  x: 'label',
  y: 'prediction',
  axes: { x: 'Actual {label}', y: 'Predicted {label}' },
} as const;

test('an axis says the column that a setting names', () => {
  expect(withNames(part, { label: 'mpg' })).toMatchObject({ axes: { x: 'Actual mpg', y: 'Predicted mpg' } });
});

test('what is not set, or no text, is left out', () => {
  expect(withNames(part, { label: 3 })).toMatchObject({ axes: { x: 'Actual', y: 'Predicted' } });
  expect(withNames(part, undefined)).toMatchObject({ axes: { x: 'Actual' } });
});
