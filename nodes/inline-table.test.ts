import { expect, test } from 'vitest';
import type { Json } from '../engine/schema/types.ts';
import { runExample } from '../engine/testing/run-example.ts';
import { guessType } from './inline/guess.ts';
import { inlineTable } from './inline-table.ts';

const run = async (params: Json) => {
  const example = { title: 't', params, outputs: { out: { columns: [], rows: [] } } };
  const result = await runExample(inlineTable, example);
  return {
    told: result.diagnostics.filter(d => d.severity === 'error').map(d => `${d.param}: ${d.message}`),
    types: result.outputs.out?.columns.map(c => `${c.name} ${c.type}`),
    rows: result.outputs.out?.rows,
  };
};

const firstTold = async (params: Json) => (await run(params)).told[0];

test('guessed types: the narrowest that all cells are', () => {
  expect(guessType(['1', null, '-20'])).toBe('BIGINT');
  expect(guessType(['1', '2.50', '1e3'])).toBe('DOUBLE');
  expect(guessType(['9223372036854775808'])).toBe('VARCHAR');
  expect(guessType(['007', '8'])).toBe('VARCHAR');
  expect(guessType(['0.5', '0', '-0.1'])).toBe('DOUBLE');
  expect(guessType(['true', 'FALSE'])).toBe('BOOLEAN');
  expect(guessType(['2024-02-29'])).toBe('DATE');
  expect(guessType(['2023-02-29'])).toBe('VARCHAR');
  expect(guessType(['2024-02-29', '2024-02-29 12:00'])).toBe('TIMESTAMP');
  expect(guessType([null, null])).toBe('VARCHAR');
  expect(guessType(['n/a', '1'])).toBe('VARCHAR');
});

test('text from other programs', async () => {
  expect(await run({ text: '\ufeffa,b\r\n1,"x, ""y"""\r\n2\r\n\r\n' })).toMatchObject({
    types: ['a BIGINT', 'b VARCHAR'],
    rows: [
      ['1', 'x, "y"'],
      ['2', null],
    ],
  });
  expect((await run({ text: 'a;;c\n 1 ; 2;' })).types).toEqual(['a BIGINT', 'column_2 BIGINT', 'c VARCHAR']);
  expect((await run({ text: '__proto__\tconstructor\n1\t2' })).rows).toEqual([['1', '2']]);
  expect((await run({ text: 'name\n=1+1\n😀' })).rows).toEqual([['=1+1'], ['😀']]);
});

test('what is wrong is told by row and column', async () => {
  expect(await firstTold({ text: 'a,b\n1,2,3' })).toMatch(
    /^text: Row 1 has 3 cells, but there are 2 columns/,
  );
  expect(await firstTold({ text: 'a,b\n1,"open' })).toMatch(/^text: A quote in row 2/);
  expect(await firstTold({ text: 'a,A\n1,2' })).toMatch(/^text: Two columns are named “A”/);
  const misspelt = { text: 'amount\nx', types: { amout: 'BIGINT' } };
  expect(await firstTold(misspelt)).toMatch(/^types: .*Did you mean “amount”/);
  const unfit = { text: 'a\nx', types: { a: 'BIGINT' } };
  expect(await firstTold(unfit)).toMatch(/^text: Row 1, column “a”: “x” is not BIGINT/);
  expect(await firstTold({ text: 'a', columns: [{ name: 'a', type: 'BIGINT' }] })).toMatch(
    /^text: .*Keep one/,
  );
  expect(await firstTold({})).toMatch(/^columns: The table has no column/);
  const columns = [
    { name: 'a', type: 'TINYINT' },
    { name: 'b', type: 'DATE' },
  ];
  const { told } = await run({ columns, rows: [[128, '2023-02-29'], [1], [null, null]] });
  expect(told.map(t => t.split(':')[0])).toEqual(['rows[0][0]', 'rows[0][1]', 'rows[1]']);
});

test('cells keep what they hold: quotes, NUL, line breaks, many digits', async () => {
  const columns = [
    { name: 'text', type: 'VARCHAR' },
    { name: 'big', type: 'DECIMAL(38,10)' },
  ];
  const cell = `it's "x"\\\u0000\n`;
  const { rows } = await run({ columns, rows: [[cell, '1234567890123456789012345678.0123456789']] });
  expect(rows).toEqual([[cell, '1234567890123456789012345678.0123456789']]);
});
