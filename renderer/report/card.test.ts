import { expect, test } from 'vitest';
import { cardSections } from './card.ts';

const row = (section: string, name: string, value: string) => ({ section, name, value });

test('a card calls methods, settings and metrics as the screen does, and how good it is comes first', () => {
  const sections = cardSections([
    row('model', 'name', 'learn'),
    row('model', 'method', 'linear-regression'),
    row('setting', 'intercept', 'true'),
    row('input', 'max_speed', 'DOUBLE'),
    row('metric', 'mape', '0.10861'),
    row('metric', 'rmse', '3.39234'),
    row('metric', 'r2', ''),
    row('weighs', 'max_speed', '2'),
  ]);
  expect(sections.map(s => s.title)).toEqual(['Model', 'How good it is', 'Settings', 'What must come in']);
  expect(sections.flatMap(s => s.lines.map(l => `${l.name}: ${l.value}`))).toEqual([
    'Method: Linear regression',
    'RMSE: 3.392',
    'MAPE: 10.86 %',
    'Intercept: Yes',
    'max_speed: DOUBLE',
  ]);
});

test('the best of a search says how good it was over the folds', () => {
  const sections = cardSections([
    row('model', 'method', 'random-forest'),
    row('model', 'label', 'y'),
    row('metric', 'folds_mape', '0.25'),
  ]);
  expect(sections[1]?.lines).toEqual([{ name: 'MAPE over the folds', value: '25 %' }]);
});

test('a model that nobody measured says so, and how it is measured', () => {
  const sections = cardSections([row('model', 'method', 'linear-regression'), row('model', 'label', 'mpg')]);
  expect(sections[1]?.lines).toMatchObject([{ name: 'Not measured yet' }]);
  // Clusters have no right answer.
  expect(cardSections([row('model', 'method', 'k-means')])).toHaveLength(1);
});
