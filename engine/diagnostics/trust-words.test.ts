import { expect, test } from 'vitest';
import { trustLines } from './trust-words.ts';

const nothing = { read: [], write: [], net: [], db: [], env: [], sql: false };

test('each sort of thing is said, in words', () => {
  const lines = trustLines(
    {
      read: ['a.csv', 'b.csv'],
      write: ['out.csv'],
      net: ['api.example.com'],
      db: [],
      env: ['TOKEN'],
      sql: true,
    },
    undefined,
  );
  expect(lines.map(l => l.what)).toEqual(['read', 'write', 'net', 'env', 'sql']);
  expect(lines[0]?.text).toMatch(/^Reads 2 files: .*a\.csv.*b\.csv/);
  expect(lines[2]?.text).toMatch(/api\.example\.com/);
  expect(lines.some(l => l.isNew)).toBe(false);
});

test('what was not trusted before is marked and stands apart', () => {
  const lines = trustLines(
    { ...nothing, read: ['a.csv', '/etc/passwd'] },
    { ...nothing, read: ['/etc/passwd'] },
  );
  expect(lines.map(l => [l.isNew, l.text.includes('/etc/passwd')])).toEqual([
    [true, true],
    [false, false],
  ]);
});
