/** What people read when a pipeline or its data is wrong: the right node, the thing, and the way out. */
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { isError } from '../diagnostics/diagnostic.ts';
import { openPipeline } from './pipeline.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

const good = 'id,amount,country\n1,10,FR\n2,abc,DE\n3,30,FR\n';
const read = (path: string, more: object = {}): Node => ({
  id: 'orders',
  kind: 'read-csv',
  params: { path, ...more },
});
const filter = (id: string, condition: string): Node => ({ id, kind: 'filter', params: { condition } });
const out: Node = { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } };

/** The first error of a pipeline over these files, wherever it came up: `node.param: message`. */
const errorOf = async (nodes: readonly Node[], files: Record<string, string> = {}, more: object = {}) => {
  const folder = folderWith({ 'orders.csv': good, ...files, 'p.millrace': pipeline(nodes, more) });
  const { diagnostics, finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  const error = diagnostics.find(isError) ?? finished?.error;
  return `${[error?.node, error?.param].filter(Boolean).join('.')}: ${error?.message}`;
};

describe('before anything runs', () => {
  test.each<[string, Node[], string]>([
    [
      'a missing file, with the nearest name',
      [read('oders.csv'), out],
      'orders.path: There is no file “oders.csv”',
    ],
    ['… and that name', [read('oders.csv'), out], 'Did you mean “orders.csv”?'],
    [
      'a column that an earlier step left out',
      [
        read('orders.csv'),
        { id: 'pick', kind: 'select', params: { columns: ['id', 'amount'] } },
        filter('a', 'id > 1'),
        filter('b', "country = 'FR'"),
        out,
      ],
      'b.condition: Column “country” is not in “a”. Columns: id, amount.',
    ],
    [
      'text where a number is needed',
      [read('orders.csv'), filter('a', 'amount + 1 > 2'), out],
      'a.condition: The expression “amount + 1 > 2” does not fit: “+” does not take VARCHAR and a whole number. Convert a value first',
    ],
    [
      'a function by a wrong name',
      [read('orders.csv'), filter('a', "uper(country) = 'FR'"), out],
      'There is no function “uper”. Did you mean “upper”?',
    ],
    [
      'half an expression',
      [read('orders.csv'), filter('a', 'amount > '), out],
      'a.condition: The expression “amount > ” cannot be read',
    ],
    [
      'a setting by a wrong name',
      [read('orders.csv', { delimeter: ';' }), out],
      'orders.delimeter: There is no setting “delimeter” here.',
    ],
    [
      'a kind by a wrong name',
      [read('orders.csv'), { id: 'x', kind: 'fliter' }, out],
      'Did you mean “filter”?',
    ],
    [
      'an output that is the input',
      [read('orders.csv'), { id: 'out', kind: 'write-csv', params: { path: 'orders.csv' } }],
      'out.path: “orders.csv” is also read by “orders”.',
    ],
  ])('%s', async (_, nodes, said) => {
    expect(await errorOf(nodes)).toContain(said);
  });

  test('a parameter without a value', async () => {
    const parameters = { file: { type: 'path' } };
    expect(await errorOf([read('${file}'), out], {}, { parameters })).toContain('--param file=');
  });
});

describe('in the data', () => {
  test('a conversion in the middle of one fused query names its node, column and value', async () => {
    const nodes = [
      read('orders.csv'),
      filter('a', 'id >= 1'),
      filter('b', 'cast(amount as integer) > 0'),
      filter('c', 'country is not null'),
      out,
    ];
    expect(await errorOf(nodes)).toBe(
      'b: Column “amount” holds “abc”, which is not INTEGER. Correct the data, leave such rows out first, or use try_cast to get null instead.',
    );
  });

  test('a cast node names its setting, too', async () => {
    const cast: Node = {
      id: 'num',
      kind: 'cast',
      params: { columns: [{ column: 'amount', type: 'INTEGER' }] },
    };
    expect(await errorOf([read('orders.csv'), filter('a', 'id >= 1'), cast, out])).toMatch(
      /^num\.columns.*: Column “amount” holds a value that is not INTEGER.*“abc”/,
    );
  });

  test('a value beyond the rows that were looked at names source, file, line and column', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i},${i}\n`).join('');
    expect(
      await errorOf([read('late.csv'), filter('a', 'amount > 1'), out], {
        'late.csv': `id,amount\n${lines}1,oops\n`,
      }),
    ).toMatch(/^orders\.\w+: Line 30002 of “late\.csv” holds “oops” in column “amount”/);
  });

  test('a row with too many values', async () => {
    expect(await errorOf([read('w.csv'), out], { 'w.csv': 'id,amount\n1,2\n3,4,5,6\n7,8\n' })).toMatch(
      /^orders\.badRows: Line 3 of “w\.csv” cannot be read/,
    );
  });
});

describe('while it runs', () => {
  test.each<[string, (path: string) => void]>([
    ['replaced', path => writeFileSync(path, 'id,amount,country\n9,9,XX\n')],
    ['longer', path => appendFileSync(path, '4,40,FR\n')],
    ['deleted', path => rmSync(path)],
  ])('a source that is %s after it was looked at: nothing is written', async (_, change) => {
    const folder = folderWith({
      'orders.csv': good,
      'out.csv': 'earlier',
      'p.millrace': pipeline([read('orders.csv'), filter('a', 'id > 0'), out]),
    });
    const opened = await openPipeline({ path: join(folder, 'p.millrace'), catalogue });
    if (!('compile' in opened)) throw new Error('the file is sound');
    try {
      await opened.compile();
      change(join(folder, 'orders.csv'));
      const { status, error } = await opened.run({});
      expect([status, error?.node]).toEqual(['failed', 'orders']);
      expect(error?.message).toContain('orders.csv');
      expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('earlier');
      expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([]);
    } finally {
      await opened.close();
    }
  });

  test('a second run in one session works like the first', async () => {
    const folder = folderWith({
      'orders.csv': good,
      'p.millrace': pipeline([read('orders.csv'), filter('a', 'id > 1'), out]),
    });
    const opened = await openPipeline({ path: join(folder, 'p.millrace'), catalogue });
    if (!('compile' in opened)) throw new Error('the file is sound');
    try {
      const first = await opened.run({});
      const preview = await opened.preview('a', undefined, 10);
      const second = await opened.run({});
      expect([first.status, second.status, preview.rows.length]).toEqual(['succeeded', 'succeeded', 2]);
      expect(second.outputs).toEqual(first.outputs);
    } finally {
      await opened.close();
    }
  });
});
