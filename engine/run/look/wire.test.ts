import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutAt } from '../../contract/data.ts';
import { openSession } from '../session.ts';
import { cellsOf, inline, looking } from './test-look.ts';
import { arrowOf, held, wireColumns } from './wire.ts';

describe('cells cross exactly', () => {
  const types = [
    ['TINYINT', fc.integer({ min: -128, max: 127 }).map(String)],
    ['INTEGER', fc.integer().map(String)],
    ['UINTEGER', fc.nat(0xffffffff).map(String)],
    ['BIGINT', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
    ['UBIGINT', fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)],
    ['HUGEINT', fc.bigInt({ min: -(2n ** 127n) + 1n, max: 2n ** 127n - 1n }).map(String)],
    ['DECIMAL(38,10)', fc.bigInt({ min: -(10n ** 27n), max: 10n ** 27n }).map(n => `${n}.0123456789`)],
    ['BOOLEAN', fc.boolean().map(String)],
    [
      'VARCHAR',
      fc
        .string({ unit: 'binary', maxLength: 40 })
        .filter(s => !s.includes('\u0000') && !/\p{Surrogate}/u.test(s)),
    ],
    ['DATE', fc.integer({ min: -900_000, max: 2_900_000 }).map(d => `DATE '1970-01-01' + ${d}`)],
    ['TIMESTAMP', fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }).map(us => `make_timestamp(${us})`)],
    [
      'TIMESTAMP_NS',
      fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(ns => `make_timestamp_ns(${ns})`),
    ],
    [
      'TIMESTAMP WITH TIME ZONE',
      fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map(us => `make_timestamp(${us})`),
    ],
    ['TIME', fc.nat(86_399).map(s => `TIME '00:00:00' + INTERVAL ${s} SECOND`)],
    ['INTERVAL', fc.integer({ min: -5000, max: 5000 }).map(d => `INTERVAL (${d}) DAY`)],
    ['FLOAT', fc.float({ noNaN: true, noDefaultInfinity: true }).map(String)],
    ['DOUBLE', fc.double().map(n => (Object.is(n, -0) ? '-0.0' : String(n)))],
    ['INTEGER[]', fc.array(fc.integer(), { maxLength: 5 }).map(a => `[${a.join(',')}]`)],
  ] as const;

  test('a page says what CAST AS VARCHAR says, for every type', async () => {
    const session = await openSession({ folders: [], files: [] });
    try {
      await fc.assert(
        fc.asyncProperty(
          fc
            .constantFrom(...types)
            .chain(([type, values]) =>
              fc.tuple(
                fc.constant(type),
                fc.array(fc.option(values as fc.Arbitrary<string>), { minLength: 1, maxLength: 20 }),
              ),
            ),
          async ([type, values]) => {
            const sql = (value: string | null): string => {
              if (value === null) return 'NULL';
              return /^(DATE|make_|TIME |INTERVAL)/.test(value) && type !== 'VARCHAR'
                ? value
                : `'${value.replaceAll("'", "''")}'`;
            };
            const rows = values.map(v => `(CAST(${sql(v)} AS ${type}))`).join(', ');
            await session.run(
              `CREATE OR REPLACE TEMP TABLE t AS SELECT * FROM (VALUES ${rows}) AS v(${held(0)})`,
            );
            const schema = [{ name: 'any', type }];
            const reader = await session.connection.runAndReadAll(
              `SELECT ${wireColumns(schema, [0])} FROM t`,
            );
            const vector = tableFromIPC(arrowOf(schema, [0], reader.getColumns())).getChildAt(0);
            const expected = await session.rows('SELECT * FROM t');
            expected.forEach(([text], row) => {
              const cell = vector?.get(row) ?? null;
              if (text === null || text === undefined) expect(cell).toBeNull();
              else if (type === 'DOUBLE')
                expect(cell).toBe(text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text));
              else if (type === 'INTEGER[]') expect(JSON.parse(String(cell))).toEqual(JSON.parse(text));
              else expect(String(cell)).toBe(text);
            });
          },
        ),
        { numRuns: 150 },
      );
    } finally {
      await session.close();
    }
  });

  test('bytes are a length and a beginning', async () => {
    const session = await openSession({ folders: [], files: [] });
    await session.run(
      `CREATE TABLE t AS SELECT encode(repeat('a', 100)) AS ${held(0)} UNION ALL SELECT NULL`,
    );
    const select = wireColumns([{ name: 'b', type: 'BLOB' }], [0]);
    expect(await session.rows(`SELECT ${select} FROM t`)).toEqual([[`100:${'61'.repeat(64)}`], [null]]);
    await session.close();
  });

  test('long texts are cut on the page and whole when asked for', async () => {
    const look = looking();
    look.draw([inline([['t', 'VARCHAR']], [['x'.repeat(5000)]])]);
    const [[cell] = []] = cellsOf(await look.page());
    expect(String(cell)).toHaveLength(cutAt + 1);
    expect(await look.cell(0, 0)).toEqual({ text: 'x'.repeat(5000), cut: false });
  });

  test('a window of columns holds those that were asked for', async () => {
    const look = looking();
    const columns = Array.from({ length: 150 }, (_, i) => [`c${i}`, 'BIGINT'] as [string, string]);
    look.draw([inline(columns, [columns.map((_, i) => i)])]);
    expect((await look.page()).picked).toHaveLength(100);
    const page = await look.page({ columns: [149, 3] });
    expect(page.picked).toEqual([149, 3]);
    expect(cellsOf(page)).toEqual([[149n, 3n]]);
    expect(page.columns).toHaveLength(150);
  });
});
