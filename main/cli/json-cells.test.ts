/** Whatever the engine holds reaches `--json` as the engine prints it: nothing is rounded, cut or renamed on the way. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPipeline } from '../../engine/run/pipeline.ts';
import { catalogue } from '../../nodes/index.ts';
import { jsonRow } from './json-cells.ts';
import { folderWith, pipeline } from './test-cli.ts';

const folder = folderWith({});
let duckdb: DuckDBConnection;
beforeAll(async () => {
  duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  await duckdb.run("SET TimeZone = 'UTC'");
});
afterAll(() => duckdb.closeSync());

const integers = (bits: bigint, signed: boolean) => {
  const [min, max] = signed ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n] : [0n, 2n ** bits - 1n];
  return fc.oneof(fc.constantFrom(min, max, 0n, 1n), fc.bigInt({ min, max })).map(String);
};
const decimals = (digits: number, scale: number) =>
  fc
    .tuple(
      integers(BigInt(Math.floor((digits - scale) * 3.3)), true),
      fc.integer({ min: 0, max: 10 ** scale - 1 }),
    )
    .map(([whole, rest]) => `${whole}.${String(rest).padStart(scale, '0')}`);
const doubles = fc.oneof(
  fc.constantFrom(
    'nan',
    'inf',
    '-inf',
    '-0.0',
    '0.1',
    '1e308',
    '5e-324',
    '9007199254740993',
    '1e21',
    '123456789012345680',
  ),
  fc.double({ noNaN: true }).map(String),
);
const floats = fc.oneof(
  fc.constantFrom('nan', '-inf', '-0.0', '0.1', '16777217', '3.4028235e38', '1e-45'),
  fc.float({ noNaN: true }).map(String),
);
const two = (n: number) => String(n).padStart(2, '0');
const days = fc.oneof(
  fc.constantFrom(
    '0001-01-01',
    '0044-03-15 (BC)',
    '5877642-06-25 (BC)',
    '9999-12-31',
    '2024-02-29',
    '12345-06-07',
    'infinity',
  ),
  fc
    .tuple(
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    )
    .map(([y, m, d]) => `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`),
);
const clock = (digits: number) =>
  fc
    .tuple(
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 59 }),
      fc.integer({ min: 0, max: 10 ** digits - 1 }),
    )
    .map(
      ([h, m, s, f]) =>
        `${two(h)}:${two(m)}:${two(s)}${digits === 0 ? '' : `.${String(f).padStart(digits, '0')}`}`,
    );
const years = (from: number, to: number) =>
  fc
    .date({ min: new Date(`${from}-01-01`), max: new Date(`${to}-12-31`), noInvalidDate: true })
    .map(d => d.toISOString().slice(0, 10));
const stamps = fc.oneof(
  fc.constantFrom(
    '0044-03-15 (BC) 12:00:00',
    'infinity',
    '-infinity',
    '2016-12-31 23:59:59.999999',
    '294246-01-01 00:00:00',
  ),
  fc.tuple(years(1000, 9999), clock(6)).map(([d, t]) => `${d} ${t}`),
);
const texts = fc.oneof(
  fc.constantFrom('', 'NaN', 'null', '"', '\\', '\u202e', '\u0001', '😀', ' 1 ', '1e400', '\u2028'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const blobs = fc
  .uint8Array({ maxLength: 6 })
  .map(bytes => [...bytes].map(b => `\\x${b.toString(16).padStart(2, '0')}`).join(''));

const zones = fc.constantFrom('+00', '+05:30', '-11', '+14');
const scalars: Readonly<Record<string, fc.Arbitrary<string>>> = {
  BOOLEAN: fc.constantFrom('true', 'false'),
  TINYINT: integers(8n, true),
  SMALLINT: integers(16n, true),
  INTEGER: integers(32n, true),
  BIGINT: integers(64n, true),
  HUGEINT: integers(128n, true),
  UTINYINT: integers(8n, false),
  UINTEGER: integers(32n, false),
  UBIGINT: integers(64n, false),
  UHUGEINT: integers(128n, false),
  'DECIMAL(18,3)': decimals(18, 3),
  'DECIMAL(38,10)': decimals(38, 10),
  FLOAT: floats,
  DOUBLE: doubles,
  VARCHAR: texts,
  BLOB: blobs,
  DATE: days,
  TIME: clock(6),
  TIMESTAMP: stamps,
  TIMESTAMP_S: fc.tuple(years(1000, 9999), clock(0)).map(parts => parts.join(' ')),
  TIMESTAMP_MS: fc.tuple(years(1000, 9999), clock(3)).map(parts => parts.join(' ')),
  TIMESTAMP_NS: fc.tuple(years(1700, 2200), clock(9)).map(parts => parts.join(' ')),
  'TIMESTAMP WITH TIME ZONE': fc
    .tuple(years(1000, 9999), clock(6), zones)
    .map(([d, t, z]) => `${d} ${t}${z}`),
  INTERVAL: fc
    .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -999, max: 999 }), clock(6))
    .map(([months, days, time]) => `${months} months ${days} days ${time}`),
  UUID: fc.uuid(),
  BIT: fc.stringMatching(/^[01]{1,70}$/),
};
const types = Object.keys(scalars);

/** A row: for each type a text that the engine casts to it, or null. */
const row = fc.tuple(...types.map(type => fc.option(scalars[type] ?? fc.constant(''), { freq: 12 })));

/** What the engine itself prints. */
const printed = async (
  rows: readonly (readonly (string | null)[])[],
): Promise<readonly (string | null)[][]> => {
  const literal = (text: string | null) => (text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`);
  const reader = await duckdb.runAndReadAll(
    rows
      .map(
        cells =>
          `SELECT ${cells.map((c, i) => `CAST(CAST(${literal(c)} AS ${types[i]}) AS VARCHAR)`).join(', ')}`,
      )
      .join(' UNION ALL '),
  );
  return reader.getRows() as (string | null)[][];
};

/** Rows as a program reads them from `preview --json`. */
const wired = async (
  rows: readonly (readonly (string | null)[])[],
  columns: readonly string[],
): Promise<unknown[][]> => {
  const given = { columns: types.map((_, i) => ({ name: `c${i}`, type: 'VARCHAR' })), rows };
  const document = pipeline([
    { id: 'given', kind: 'inline-table', params: given },
    { id: 'typed', kind: 'sql', params: { query: `SELECT ${columns.join(', ')} FROM given` } },
  ]);
  // In a pipeline `${` takes a parameter; here it is data.
  writeFileSync(
    join(folder, 'p.millrace'),
    document.replaceAll('${', () => '$${'),
  );
  const opened = await openPipeline({ path: join(folder, 'p.millrace'), catalogue });
  if (!('compile' in opened)) throw new Error(JSON.stringify(opened.diagnostics));
  try {
    const preview = await opened.preview('typed', undefined, 100, 'json');
    return preview.rows.map(cells => JSON.parse(jsonRow(preview.columns, cells)) as unknown[]);
  } finally {
    await opened.close();
  }
};

const names: Readonly<Record<string, string>> = { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' };

/** A value of the wire as the engine's text of it, or what differs. */
const same = (type: string, text: string | null, value: unknown): boolean => {
  if (text === null) return value === null;
  if (type === 'BOOLEAN') return value === (text === 'true');
  // In lists and structs the engine writes a FLOAT with the digits of a DOUBLE: the same value in more digits.
  const exact = type === 'FLOAT' ? Math.fround : Number;
  if (type === 'FLOAT' || type === 'DOUBLE')
    return typeof value === 'number' ? Object.is(exact(value), exact(Number(text))) : value === names[text];
  // In lists and structs decimals are numbers, as long as a reader of doubles loses no digit of them.
  if (typeof value === 'number' && type.startsWith('DECIMAL') && !/e/.test(String(value)))
    return String(value) === text.replace(/0+$/, '').replace(/\.$/, '');
  if (typeof value === 'number')
    return type.startsWith('DECIMAL') ? value === Number(text) : String(value) === text;
  return value === text;
};

const compare = (rows: readonly (readonly (string | null)[])[], got: readonly unknown[][]): void => {
  expect(got).toHaveLength(rows.length);
  for (const [r, cells] of rows.entries())
    for (const [i, text] of cells.entries()) {
      const value = got[r]?.[i];
      if (!same(types[i] ?? '', text, value)) expect([types[i], value]).toEqual([types[i], text]);
    }
};

const runs = { numRuns: 15, seed: 7 };

test('every type, alone', async () => {
  const columns = types.map((type, i) => `CAST(c${i} AS ${type}) AS v${i}`);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async rows => {
      compare(await printed(rows), await wired(rows, columns));
    }),
    runs,
  );
}, 120_000);

test('every type, in lists and structs', async () => {
  const columns = types.flatMap((type, i) => [
    `[CAST(c${i} AS ${type})] AS l${i}`,
    `{'a': CAST(c${i} AS ${type}), 'b': [CAST(c${i} AS ${type})]} AS s${i}`,
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 15 }), async rows => {
      const text = await printed(rows);
      const got = (await wired(rows, columns)) as [unknown[], { a: unknown; b: unknown[] }][][];
      const flat = got as unknown as unknown[][];
      compare(
        text,
        flat.map(cells => types.map((_, i) => (cells[2 * i] as unknown[])[0])),
      );
      compare(
        text,
        flat.map(cells => types.map((_, i) => (cells[2 * i + 1] as { a: unknown }).a)),
      );
      compare(
        text,
        flat.map(cells => types.map((_, i) => (cells[2 * i + 1] as { b: unknown[] }).b[0])),
      );
    }),
    runs,
  );
}, 120_000);
