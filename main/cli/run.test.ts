import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtCli, folderWith, jsonLines, pipeline } from './test-cli.ts';

const cli = builtCli();

const good = pipeline([
  { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
  { id: 'big', kind: 'filter', params: { condition: 'amount > 8' } },
  { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
]);
const bench = (document = good, files: Record<string, string> = {}) => {
  const folder = folderWith({ 'orders.csv': 'id,amount\n1,10\n2,\n3,9\n', 'p.millrace': document, ...files });
  return {
    folder,
    run: (...args: string[]) =>
      cli.run(['run', 'p.millrace', '--cache-dir', join(folder, 'cache'), ...args], {
        cwd: folder,
        env: { TMPDIR: folderWith({}) },
      }),
  };
};
/** Enough work to be stopped in the middle. */
const long = pipeline([
  { id: 'many', kind: 'sequence', params: { count: 200_000_000 } },
  { id: 'once', kind: 'drop-duplicates' },
  { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
]);
const strays = (folder: string) => readdirSync(folder).filter(name => name.startsWith('.'));

describe('the last line of --json', () => {
  test('a success: 0, nodes with rows, outputs with hashes', async () => {
    const { folder, run } = bench();
    const { code, out, err } = await run('--json');
    const last = jsonLines(out).at(-1);
    const text = readFileSync(join(folder, 'out.csv'));
    expect([code, err]).toEqual([0, '']);
    expect(text.toString()).toBe('id,amount\n1,10\n3,9\n');
    expect(last).toMatchObject({
      event: 'finished',
      status: 'succeeded',
      nodes: {
        orders: { rows: 3, cached: false },
        big: { rows: 2, cached: false },
        out: { rows: 2, cached: false },
      },
      outputs: [
        {
          node: 'out',
          path: join(folder, 'out.csv'),
          rows: 2,
          bytes: text.length,
          sha256: createHash('sha256').update(text).digest('hex'),
        },
      ],
      metrics: {},
    });
    expect(last).not.toHaveProperty('error');
  });

  test('data that fails: 1, with node, code and message, and the earlier output untouched', async () => {
    const failing = good.replace('amount > 8', "cast('x' || id as integer) > 0");
    const { folder, run } = bench(failing, { 'out.csv': 'earlier' });
    const { code, out } = await run('--json');
    expect(code).toBe(1);
    expect(jsonLines(out).at(-1)).toMatchObject({
      event: 'finished',
      status: 'failed',
      outputs: [],
      error: { node: 'big', code: 'conversion-failed', message: expect.stringContaining('x1') },
    });
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('earlier');
    expect(strays(folder)).toEqual([]);
  });

  test.each([
    ['a wrong pipeline', good.replace('amount > 8', 'amout > 8'), 'unknown-column'],
    ['a file that is no JSON', '{', undefined],
    ['a missing parameter', good.replace('orders.csv', '${file}'), 'unknown-parameter'],
  ])('%s: 2, every line is an object', async (_, document, code) => {
    const { run } = bench(document);
    const ended = await run('--json');
    const lines = jsonLines(ended.out);
    expect(ended.code).toBe(2);
    expect(lines.at(-1)).toMatchObject({
      event: 'finished',
      status: 'failed',
      nodes: {},
      outputs: [],
      metrics: {},
    });
    if (code !== undefined) expect(lines.at(-1)).toMatchObject({ error: { code } });
    expect(lines.slice(0, -1).every(line => line.event === 'diagnostic')).toBe(true);
  });

  test.each([[['missing.millrace']], [['p.millrace', '--memory', 'x']], [[]]])(
    'no such file or wrong arguments %j: 2',
    async args => {
      const { folder } = bench();
      const { code, out } = await cli.run(['run', ...args, '--json'], { cwd: folder });
      expect(code).toBe(2);
      expect(jsonLines(out).at(-1)).toMatchObject({ event: 'finished', status: 'failed' });
    },
  );

  test('--to stops at a node, and an unknown one is named', async () => {
    const { folder, run } = bench();
    const { out, code } = await run('--to', 'big', '--json');
    expect([code, existsSync(join(folder, 'out.csv'))]).toEqual([0, false]);
    expect(Object.keys((jsonLines(out).at(-1) as { nodes: object }).nodes)).toEqual(['orders', 'big']);
    const wrong = await run('--to', 'bgi');
    expect([wrong.code, wrong.err.includes('Did you mean “big”?')]).toEqual([2, true]);
  });
});

test('a node that several outputs read ends once', async () => {
  const document = pipeline(
    [
      {
        id: 'given',
        kind: 'inline-table',
        params: { columns: [{ name: 'id', type: 'INTEGER' }], rows: [[1]] },
      },
      { id: 'one', kind: 'write-csv', params: { path: 'one.csv' } },
      { id: 'two', kind: 'write-csv', params: { path: 'two.csv' } },
    ],
    {
      edges: [
        { from: 'given', to: 'one' },
        { from: 'given', to: 'two' },
      ],
    },
  );
  const { out } = await bench(document).run('--json');
  const ended = jsonLines(out).filter(line => line.event === 'node-finished');
  expect(ended.map(line => line.node).sort()).toEqual(['given', 'one', 'two']);
});

describe('Ctrl+C', () => {
  test('once: cancelled at once, 130, outputs and folders as before', async () => {
    const { folder } = bench(long, { 'out.csv': 'earlier' });
    const temporary = folderWith({});
    let asked = 0;
    let said = 0;
    const { code, out } = await cli.run(['run', 'p.millrace', '--no-cache', '--json'], {
      cwd: folder,
      env: { TMPDIR: temporary },
      during: child => {
        child.stdout?.on('data', (text: string) => {
          if (text.includes('"finished"')) said = performance.now();
          if (asked > 0 || !text.includes('"progress"')) return;
          asked = performance.now();
          child.kill('SIGINT');
        });
      },
    });
    expect(code).toBe(130);
    expect(jsonLines(out).at(-1)).toMatchObject({
      event: 'finished',
      status: 'cancelled',
      error: { code: 'cancelled' },
    });
    // 200 ms are promised; a busy machine is given more, but the query itself would go on for minutes.
    expect(said - asked).toBeLessThan(2000);
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('earlier');
    expect([strays(folder), readdirSync(temporary)]).toEqual([[], []]);
  });

  test('twice: the process ends, and the next run removes what it left', async () => {
    const { folder } = bench(long, { 'out.csv': 'earlier' });
    const temporary = folderWith({});
    const { code } = await cli.run(['run', 'p.millrace', '--no-cache', '--json'], {
      cwd: folder,
      env: { TMPDIR: temporary },
      during: child => {
        child.stdout?.on('data', (text: string) => {
          if (!text.includes('"progress"')) return;
          child.kill('SIGINT');
          child.kill('SIGINT');
        });
      },
    });
    expect(code).toBe(130);
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('earlier');
    writeFileSync(join(folder, 'p.millrace'), good);
    await cli.run(['run', 'p.millrace', '--no-cache'], { cwd: folder, env: { TMPDIR: temporary } });
    expect([strays(folder), readdirSync(temporary)]).toEqual([[], []]);
  });

  test('a killed run leaves its temporary files for the next one to remove', async () => {
    const { folder } = bench(long);
    const temporary = folderWith({});
    await cli.run(['run', 'p.millrace', '--no-cache', '--json'], {
      cwd: folder,
      env: { TMPDIR: temporary },
      during: child => {
        child.stdout?.on('data', (text: string) => {
          if (text.includes('"progress"')) child.kill('SIGKILL');
        });
      },
    });
    expect(readdirSync(temporary)).toHaveLength(1);
    writeFileSync(join(folder, 'p.millrace'), good);
    await cli.run(['run', 'p.millrace', '--no-cache'], { cwd: folder, env: { TMPDIR: temporary } });
    expect([strays(folder), readdirSync(temporary)]).toEqual([[], []]);
  });
});

describe('the run report', () => {
  test('holds what went in and out, with hashes', async () => {
    const { folder, run } = bench();
    await run('--report', 'report.json');
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    const sha256 = (name: string) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex');
    expect(report).toMatchObject({
      format: 'millrace/run-report',
      pipeline: 'Test',
      pipelineSha256: sha256('p.millrace'),
      status: 'succeeded',
      inputs: [
        { node: 'orders', name: join(folder, 'orders.csv'), bytes: 22, fingerprint: expect.any(String) },
      ],
      outputs: [{ node: 'out', rows: 2, sha256: sha256('out.csv') }],
    });
    expect(report.engine).toMatch(/^duckdb \d/);
  });

  test('without a place for it nothing runs', async () => {
    const { folder, run } = bench();
    const { code, err } = await run('--report', 'no/such/report.json');
    expect([code, existsSync(join(folder, 'out.csv'))]).toEqual([2, false]);
    expect(err).toContain('--report');
  });
});

describe('memory', () => {
  const listed = pipeline([
    { id: 'many', kind: 'sequence', params: { count: 3_000_000 } },
    {
      id: 'all',
      kind: 'aggregate',
      params: { aggregates: [{ name: 'values', function: 'list', column: 'value' }] },
    },
    { id: 'out', kind: 'write-parquet', params: { path: 'out.parquet' } },
  ]);

  test('too little of it names the node, the limit and the way out, and the process lives to tell', async () => {
    const { folder, run } = bench(listed);
    const { code, out } = await run(
      '--no-cache',
      '--memory',
      '50MB',
      '--json',
      '--spill',
      join(folder, 'spill'),
    );
    expect(code).toBe(1);
    expect(jsonLines(out).at(-1)).toMatchObject({
      status: 'failed',
      error: { node: 'all', code: 'out-of-memory', message: expect.stringMatching(/50MB.*--memory/) },
    });
    expect(readdirSync(join(folder, 'spill'))).toEqual([]);
    expect(strays(folder)).toEqual([]);
  }, 60_000);

  test('an aggregate that needs too much is named, not the join below it whose rows it counts', async () => {
    const document = pipeline(
      [
        { id: 'many', kind: 'sequence', params: { count: 3_000_000 } },
        { id: 'few', kind: 'sequence', params: { count: 2, name: 'few' } },
        { id: 'both', kind: 'join', params: { how: 'cross' } },
        {
          id: 'all',
          kind: 'aggregate',
          params: { aggregates: [{ name: 'values', function: 'list', column: 'value' }] },
        },
        { id: 'out', kind: 'write-parquet', params: { path: 'out.parquet' } },
      ],
      {
        edges: [
          { from: 'many.out', to: 'both.left' },
          { from: 'few.out', to: 'both.right' },
          { from: 'both.out', to: 'all.in' },
          { from: 'all.out', to: 'out.in' },
        ],
      },
    );
    const { run } = bench(document);
    const { out } = await run('--no-cache', '--memory', '50MB', '--json');
    expect(jsonLines(out).at(-1)).toMatchObject({ error: { node: 'all', code: 'out-of-memory' } });
  }, 60_000);
});
