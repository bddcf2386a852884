import { expect, test } from 'vitest';
import { resultTable } from './table.mjs';

test('columns line up and ratios are to the baseline', () => {
  const lines = [
    { system: 'millrace', seconds: 1.5, peakMb: 1234.4 },
    { system: 'duckdb', seconds: 1.25, peakMb: 990 },
    { system: 'pandas', note: 'not run: there is no python3 on this machine' },
    { system: 'polars', seconds: 12.5, peakMb: null },
  ];
  expect(resultTable('(a) clean', lines, 'duckdb')).toBe(
    [
      '(a) clean',
      '  system    seconds  peak MB  to duckdb',
      '  millrace    1.500    1,234      1.20x',
      '  duckdb      1.250      990      1.00x',
      '  pandas    not run: there is no python3 on this machine',
      '  polars      12.50        -     10.00x',
    ].join('\n'),
  );
});

test('without the baseline there is no ratio', () => {
  expect(resultTable('(a)', [{ system: 'millrace', seconds: 1, peakMb: 10 }], 'duckdb')).toMatch(
    /1\.000\s+10\s+-$/,
  );
});
