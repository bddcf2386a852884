import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultReading, readFiles } from '../../testing/read-files.ts';
import { type ParquetReadOptions, type ParquetWriteOptions, parquetSink, parquetSource } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-parquet-'));
let connection: Awaited<ReturnType<DuckDBInstance['connect']>>;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'UTC'");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
/** The bytes that the sink writes for a query. */
const written = async (query: string, more: Partial<ParquetWriteOptions> = {}): Promise<Uint8Array> => {
  const path = join(folder, `${files++}.parquet`);
  if (parquetSink.writes !== 'duckdb') throw new Error('Parquet is written by DuckDB');
  await connection.run(parquetSink.copySql({ path, compression: 'snappy', ...more }, query, path));
  return readFileSync(path);
};

/** What a reader that is not ours makes of them, as plain values; integers as text. */
const independent = (bytes: Uint8Array) => {
  const table = tableFromIPC(readParquet(bytes).intoIPCStream());
  const plain = (value: unknown): unknown => {
    if (typeof value === 'bigint') return String(value);
    if (value === null || typeof value !== 'object') return value;
    if (value instanceof Uint8Array || value instanceof Uint32Array) return [...value];
    const list =
      Symbol.iterator in value && 'length' in value ? [...(value as Iterable<unknown>)] : undefined;
    if (list !== undefined) return list.map(plain);
    const entries = 'toJSON' in value ? (value as { toJSON(): object }).toJSON() : value;
    return Object.fromEntries(Object.entries(entries).map(([k, v]) => [k, plain(v)]));
  };
  return {
    types: table.schema.fields.map(f => `${f.name}: ${String(f.type)}`),
    rows: table.toArray().map(row => Object.values((row as { toJSON(): object }).toJSON()).map(plain)),
  };
};

const source = { path: 'a.parquet' } satisfies ParquetReadOptions;
const back = async (bytes: Uint8Array) => readFiles(parquetSource, { 'a.parquet': bytes }, source);

describe('an independent reader finds what was written', () => {
  it('integers, text and nulls', async () => {
    const got = independent(
      await written(
        'SELECT * FROM (VALUES (9223372036854775807, \'größer 日本 😀\', true), (NULL, NULL, NULL), (-9223372036854775808, \'\', false)) t(n, "na\'me ""x""", b)',
      ),
    );
    expect(got.types).toEqual(['n: Int64', 'na\'me "x": Utf8', 'b: Bool']);
    expect(got.rows).toEqual([
      ['9223372036854775807', 'größer 日本 😀', true],
      [null, null, null],
      ['-9223372036854775808', '', false],
    ]);
  });

  it('decimals, dates and timestamps', async () => {
    const got = independent(
      await written(
        "SELECT 12.34::DECIMAL(18,2) AS d, DATE '2024-02-29' AS \"day\", TIMESTAMP '2024-02-29 23:59:59.999999' AS \"at\", TIMESTAMPTZ '2024-01-01 00:00:00+02' AS seen",
      ),
    );
    expect(got.types).toEqual([
      'd: Decimal[18e+2]',
      'day: Date32<DAY>',
      'at: Timestamp<MICROSECOND>',
      'seen: Timestamp<MICROSECOND, UTC>',
    ]);
    expect(got.rows[0]?.[0]).toEqual([1234, 0, 0, 0]);
    expect(Number(got.rows[0]?.[1])).toBe(Date.UTC(2024, 1, 29));
    expect(Math.floor(Number(got.rows[0]?.[2]))).toBe(Date.UTC(2024, 1, 29, 23, 59, 59, 999));
    expect(Number(got.rows[0]?.[3])).toBe(Date.UTC(2023, 11, 31, 22));
  });

  it('nested lists and structs', async () => {
    const got = independent(
      await written(
        "SELECT [[1, NULL], [], NULL]::INTEGER[][] l, {'a': 1, 'b': ['x', NULL]} s UNION ALL SELECT NULL, NULL",
      ),
    );
    expect(got.rows).toEqual([
      [[[1, null], [], null], { a: 1, b: ['x', null] }],
      [null, null],
    ]);
  });

  it('a table without rows keeps its columns', async () => {
    const got = independent(await written("SELECT 1::BIGINT n, 'x' t WHERE false"));
    expect(got).toEqual({ types: ['n: Int64', 't: Utf8'], rows: [] });
  });

  it.each(['snappy', 'zstd', 'gzip', 'lz4_raw', 'uncompressed'] as const)('%s', async compression => {
    const bytes = await written('SELECT range n, range::VARCHAR t FROM range(5000)', {
      compression,
      rowGroupSize: 2048,
    });
    const { rows } = independent(bytes);
    expect([rows.length, rows[4999]]).toEqual([5000, ['4999', '4999']]);
    expect((await back(bytes)).rows[4999]).toEqual(['4999', '4999']);
  });

  it('row groups have the size that was asked for', async () => {
    const path = join(folder, 'groups.parquet');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, await written('SELECT range n FROM range(10000)', { rowGroupSize: 2048 }));
    const reader = await connection.runAndReadAll(
      `SELECT count(DISTINCT row_group_id) FROM parquet_metadata('${path}')`,
    );
    expect(Number(reader.getRows()[0]?.[0])).toBe(5);
  });
});

describe('damage', () => {
  const query = "SELECT range n, 'text ' || range t, range / 3 d FROM range(3000)";

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['empty', () => new Uint8Array()],
    ['text', () => Buffer.from('id,name\n1,a\n')],
    ['cut in the middle', b => b.subarray(0, b.length / 2)],
    ['cut at the end', b => b.subarray(0, b.length - 5)],
    [
      'a huge footer',
      b => Buffer.concat([b.subarray(0, -8), Buffer.from([0xff, 0xff, 0xff, 0x7f]), Buffer.from('PAR1')]),
    ],
    ['another magic', b => Buffer.concat([b.subarray(0, -4), Buffer.from('PAR2')])],
    ['encrypted', b => Buffer.concat([b.subarray(0, -4), Buffer.from('PARE')])],
  ])('%s is named', async (_, damaged) => {
    const bytes = damaged(await written(query));
    const fault = await faultReading(parquetSource, { 'a.parquet': bytes }, source);
    expect(fault.code).toMatch(/^file-(damaged|empty)$/);
    expect(fault.param).toBe('path');
    expect(fault.message).toMatch(/^“a\.parquet” (is damaged or not what its name says: |is empty)/);
    expect(fault.message).not.toContain(tmpdir());
    expect(fault.message.length).toBeLessThan(500);
  });

  it('one flipped bit gives rows or an error, never a crash', async () => {
    const whole = await written(query, { compression: 'zstd' });
    let seed = 20_240_229;
    const next = (limit: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((seed / 2 ** 32) * limit);
    };
    const ends = { rows: 0, error: 0 };
    for (let i = 0; i < 60; i++) {
      const bytes = Uint8Array.from(whole);
      const at = i % 2 ? next(bytes.length) : bytes.length - 1 - next(600);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
      const end = await back(bytes).then(
        () => 'rows' as const,
        () => 'error' as const,
      );
      ends[end] += 1;
    }
    expect(ends.rows + ends.error).toBe(60);
    expect(ends.error).toBeGreaterThan(0);
  }, 60_000);
});

describe('several files', () => {
  it('reads the folders of a partitioned output as a column, null too', async () => {
    const a = await written('SELECT 1 n');
    const got = await readFiles(
      parquetSource,
      { 'p/c=DE/a.parquet': a, 'p/c=C%C3%B4te/a.parquet': a, 'p/c=__HIVE_DEFAULT_PARTITION__/a.parquet': a },
      { path: 'p' },
    );
    expect(got.columns).toEqual([
      { name: 'n', type: 'INTEGER' },
      { name: 'c', type: 'VARCHAR' },
    ]);
    expect(got.rows.map(r => r[1]).sort()).toEqual(['Côte', 'DE', null]);
  });

  it('names a type that cannot be united', async () => {
    const fault = await faultReading(
      parquetSource,
      { 'p/a.parquet': await written('SELECT 1 n'), 'p/b.parquet': await written("SELECT {'x': 1} n") },
      { path: 'p' },
    );
    expect(fault).toEqual({
      code: 'file-types-differ',
      param: 'path',
      message:
        'Column “n” is INTEGER in “a.parquet” and STRUCT(x INTEGER) in the files beside it. Read them with two nodes, cast the column and unite the tables.',
    });
  });
});
