import { expect, test } from 'vitest';
import { choiceWords } from './props.ts';

test('choices are read as words, and figures by their names', () => {
  expect(['per-group', 'k-fold', 'auto', '>=', 'roc_auc', 'f1_macro', 'rmse'].map(choiceWords)).toEqual([
    'Per group',
    'K fold',
    'Auto',
    '>=',
    'ROC AUC',
    'F1 (macro)',
    'RMSE',
  ]);
});
