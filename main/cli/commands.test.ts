import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtCli, folderWith, pipeline } from './test-cli.ts';

const cli = builtCli();
const orders = 'id,customer,amount\n1,Ann,10.5\n2,Bob,\n3,Chloé,7\n';

const folder = folderWith({
  'orders.csv': orders,
  'good.millrace': pipeline([
    { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
    { id: 'big', kind: 'filter', params: { condition: 'amount > 8' } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ]),
  'bad.millrace': pipeline([
    { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
    { id: 'big', kind: 'filter', params: { condition: 'amout > 8' } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ]),
  'broken.millrace': '{ "format": "millrace/pipeline", ',
});
const millrace = (...args: string[]) => cli.run(args, { cwd: folder });

describe('the program', () => {
  test('--version is one line', async () => {
    expect(await millrace('--version')).toMatchObject({ code: 0, out: '0.1.0\n', err: '' });
  });

  test('--help lists every command, and each command has a help of its own', async () => {
    const { out, code } = await millrace('--help');
    expect(code).toBe(0);
    for (const name of ['run', 'validate', 'describe', 'preview', 'nodes', 'cache', 'schema']) {
      expect(out).toContain(`millrace ${name}`);
      const help = await millrace(name, '--help');
      expect([help.code, help.out.includes(`Usage: millrace ${name}`)]).toEqual([0, true]);
    }
  });

  test.each([
    [['rum', 'x.millrace'], 'Did you mean “run”?'],
    [['run', 'good.millrace', '--parm', 'a=1'], 'Did you mean --param?'],
    [['run'], 'Which file?'],
    [['preview', 'good.millrace'], 'Which node?'],
    [['run', 'good.millrace', '--memory', 'lots'], '--memory takes a size with a unit'],
    [['run', 'good.millrace', '--threads', '0'], '--threads takes a whole number'],
    [['run', 'good.millrace', '--cache-size', 'x'], '--cache-size takes a size'],
    [['nodes', 'filtr'], 'Did you mean “filter”?'],
    [['cache', 'empty'], 'not something to do with the cache'],
  ])('wrong arguments end with 2 and the way out: %j', async (args, said) => {
    const { code, err, out } = await millrace(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });
});

describe('validate', () => {
  test('a good pipeline: no diagnostics, and what it would touch', async () => {
    const { code, out } = await millrace('validate', 'good.millrace', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      diagnostics: [],
      capabilities: { read: ['orders.csv'], write: ['out.csv'], net: [], db: [], env: [], sql: false },
      valid: true,
    });
  });

  test('a wrong column is an error at its node and setting', async () => {
    const { code, out } = await millrace('validate', 'bad.millrace', '--json');
    const { diagnostics, valid } = JSON.parse(out) as { diagnostics: { code: string }[]; valid: boolean };
    expect([code, valid]).toEqual([2, false]);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'unknown-column', node: 'big', param: 'condition' }),
    );
  });

  test('--static looks at nothing but the file: a wrong column is not seen, a wrong kind is', async () => {
    expect((await millrace('validate', 'bad.millrace', '--static')).code).toBe(0);
    const elsewhere = folderWith({ 'p.millrace': pipeline([{ id: 'a', kind: 'read-cvs' }]) });
    const { code, out } = await cli.run(['validate', 'p.millrace', '--static', '--json'], { cwd: elsewhere });
    expect(code).toBe(2);
    expect(out).toContain('Did you mean “read-csv”?');
  });

  test.each(['broken.millrace', 'missing.millrace'])('%s gives one JSON object as well', async file => {
    const { code, out } = await millrace('validate', file, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ valid: false, diagnostics: [{ severity: 'error' }] });
  });
});

describe('describe', () => {
  test('gives the columns at every port', async () => {
    const { code, out } = await millrace('describe', 'good.millrace', '--json');
    const columns = [
      { name: 'id', type: 'BIGINT' },
      { name: 'customer', type: 'VARCHAR' },
      { name: 'amount', type: 'DOUBLE' },
    ];
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      ports: { 'orders.out': columns, 'big.out': columns, 'big.rejected': columns },
      diagnostics: [],
    });
  });

  test('shows the ports that are known when another one is wrong', async () => {
    const { code, out } = await millrace('describe', 'bad.millrace', '--json');
    const { ports, diagnostics } = JSON.parse(out) as { ports: object; diagnostics: object[] };
    expect([code, Object.keys(ports), diagnostics.length]).toEqual([
      2,
      ['orders.out', 'big.out', 'big.rejected'],
      1,
    ]);
  });

  test('people get a list', async () => {
    const { out } = await millrace('describe', 'good.millrace');
    expect(out).toContain('orders.out\n  id        BIGINT\n  customer  VARCHAR\n');
  });
});

describe('preview', () => {
  beforeAll(async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT 7::TINYINT AS tiny, 2147483647::INTEGER AS int, 9007199254740993::BIGINT AS big,
      170141183460469231731687303715884105727::HUGEINT AS huge, 1.50::DECIMAL(18,2) AS dec, 0.1::DOUBLE AS dbl,
      'nan'::DOUBLE AS nan, '-inf'::DOUBLE AS inf, true AS yes, NULL::INTEGER AS none, 'a"b' AS txt,
      DATE '2024-02-29' AS day, [1, NULL, 9007199254740993]::BIGINT[] AS list,
      {'a': 1, 'b': 'x "1"', 'c': 'nan'::DOUBLE} AS obj)
      TO '${folder}/types.parquet' (FORMAT parquet)`);
    instance.closeSync();
  });

  test('small numbers are numbers, large ones and decimals are texts, nested values are JSON', async () => {
    const types = pipeline([
      { id: 'types', kind: 'read-parquet', params: { path: `${folder}/types.parquet` } },
    ]);
    const cwd = folderWith({ 'types.millrace': types });
    const { code, out } = await cli.run(['preview', 'types.millrace', 'types', '--json'], { cwd });
    const { columns, rows } = JSON.parse(out) as { columns: { type: string }[]; rows: unknown[][] };
    expect([code, rows.length]).toEqual([0, 1]);
    expect(columns.slice(0, 5).map(c => c.type)).toEqual([
      'TINYINT',
      'INTEGER',
      'BIGINT',
      'DOUBLE',
      'DECIMAL(18,2)',
    ]);
    expect(rows[0]).toEqual([
      7,
      2147483647,
      '9007199254740993',
      // Parquet has no 128-bit integers; the file holds a double.
      1.7014118346046923e38,
      '1.50',
      0.1,
      'NaN',
      '-Infinity',
      true,
      null,
      'a"b',
      '2024-02-29',
      [1, null, '9007199254740993'],
      { a: 1, b: 'x "1"', c: 'NaN' },
    ]);
  });

  test('--limit and --port choose', async () => {
    const rows = async (...more: string[]) =>
      (JSON.parse((await millrace('preview', 'good.millrace', 'big', '--json', ...more)).out) as { rows: [] })
        .rows;
    expect(await rows()).toEqual([['1', 'Ann', 10.5]]);
    expect(await rows('--port', 'rejected')).toEqual([
      ['2', 'Bob', null],
      ['3', 'Chloé', 7],
    ]);
    expect(await rows('--port', 'rejected', '--limit', '1')).toHaveLength(1);
  });

  test.each([
    [['bgi'], 'Did you mean “big”?'],
    [['big', '--port', 'rejectd'], 'Did you mean “rejected”?'],
  ])('a wrong name ends with 2: %j', async (words, said) => {
    const { code, err } = await millrace('preview', 'good.millrace', ...words);
    expect([code, err.includes(said)]).toEqual([2, true]);
  });

  test('a node works while another one is wrong, and the wrong one says why it does not', async () => {
    expect((await millrace('preview', 'bad.millrace', 'orders')).code).toBe(0);
    const wrong = await millrace('preview', 'bad.millrace', 'big');
    expect([wrong.code, wrong.err.includes('amout')]).toEqual([2, true]);
  });

  test('people get a table', async () => {
    const { out } = await millrace('preview', 'good.millrace', 'orders');
    expect(out).toBe(
      'id  customer  amount\n──  ────────  ──────\n 1  Ann         10.5\n 2  Bob            ∅\n 3  Chloé        7.0\n',
    );
  });
});

describe('nodes and schema', () => {
  test('nodes lists kinds by category, and JSON has one object a kind', async () => {
    const { out } = await millrace('nodes');
    expect(out).toMatch(/^Sources\n {2}read-csv +Reads rows/);
    const kinds = (await millrace('nodes', '--json')).out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(kinds).toContainEqual(expect.objectContaining({ kind: 'filter', category: 'Rows' }));
  });

  test('one kind shows its settings with type and default, its ports and examples', async () => {
    const { out } = await millrace('nodes', 'read-csv');
    expect(out).toContain('path (path, required)\n      File, folder or pattern');
    expect(out).toContain('badRows (fail | skip | quarantine, "fail" if not set)');
    expect(out).toContain('Example: A header, numbers and dates');
    const { params } = JSON.parse((await millrace('nodes', 'read-csv', '--json')).out) as {
      params: { required: string[]; properties: Record<string, { title?: string; default?: unknown }> };
    };
    expect(params.required).toEqual(['path']);
    expect(params.properties.badRows).toMatchObject({ default: 'fail', title: 'Rows that do not fit' });
  });

  test('schema prints a JSON Schema', async () => {
    const { code, out } = await millrace('schema');
    expect([code, (JSON.parse(out) as { title: string }).title]).toEqual([0, 'Millrace pipeline']);
  });
});
