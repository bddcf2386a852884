import { expect, test } from 'vitest';
import { jsonOf, lineOf, outcomeOf } from './told.mjs';

const what = { model: 'linear', size: '10x2', label: 'Spark ML' };
const millrace = outcomeOf({
  stdout: '{"fit":1,"score":0.5,"quality":0.9}\n',
  stderr: '',
  peakMb: 400,
});

test('a system is shown beside Millrace: less than one is faster', () => {
  const spark = outcomeOf({
    stdout: 'noise\n{"fit":8,"score":1,"quality":0.9}\n',
    stderr: 'WARN',
    peakMb: 1200.4,
  });
  expect(lineOf(what, spark, millrace).split(/\s+/)).toEqual(
    'linear 10x2 Spark ML 8.00 0.13x 1.00 0.50x 1200 0.9'.split(' '),
  );
  expect(lineOf({ ...what, label: 'Millrace' }, millrace, millrace)).not.toContain('x ');
});

test('a fit that was ended is a bound, not a failure', () => {
  const ended = outcomeOf({ stdout: '{"over":600}\n', stderr: '', peakMb: 900 });
  expect(lineOf(what, ended, millrace)).toMatch(/> 600 +< 0\.00x +900$/);
  expect(jsonOf({ millrace, spark: ended })).toEqual({
    millrace: { fit: 1, score: 0.5, quality: 0.9, peakMb: 400 },
    spark: { over: 600, peakMb: 900 },
  });
});

test('a process that told nothing says its last words, and has no numbers', () => {
  const failed = outcomeOf({ stdout: '', stderr: 'Traceback\nMemoryError\n', peakMb: 1 });
  expect(lineOf(what, failed, millrace)).toMatch(/failed: MemoryError$/);
  expect(jsonOf({ millrace, spark: failed })).toEqual({
    millrace: expect.objectContaining({ fit: 1 }),
  });
});
