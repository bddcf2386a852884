/** A run that is killed at any moment leaves the old outputs, and the next run cleans up after it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtCli, folderWith, pipeline } from './test-cli.ts';

const cli = builtCli();

const out = (kind: string, path: string, more: object = {}) => ({
  id: 'out',
  kind,
  params: { path, ...more },
});
const numbers = (stop: number) => ({
  id: 'numbers',
  kind: 'sequence',
  params: { name: 'n', start: 1, stop },
});
const long = numbers(300_000_000);
const short = numbers(3);

const temps = (folder: string) => readdirSync(folder).filter(name => name.includes('.millrace-tmp'));

/** Waits until a file of the run is there, then kills. */
const killOnceWriting = (folder: string) => (child: { kill: (signal: 'SIGKILL') => unknown }) => {
  const looking = setInterval(() => {
    if (temps(folder).length === 0) return;
    clearInterval(looking);
    setTimeout(() => child.kill('SIGKILL'), 100);
  }, 10);
};

describe('kill -9 during a write', () => {
  test.each<[string, string, object, number?]>([
    ['write-csv', 'out.csv', {}],
    ['write-parquet', 'out.parquet', {}],
    ['write-json', 'out.json', {}],
    ['write-excel', 'out.xlsx', {}, 1_000_000],
  ])(
    '%s',
    async (kind, path, more, rows = 300_000_000) => {
      const folder = folderWith({
        [path]: 'old',
        'p.millrace': pipeline([numbers(rows), out(kind, path, more)]),
      });
      const file = join(folder, 'p.millrace');
      const killed = await cli.run(['run', file, '--no-cache', '--json'], {
        during: killOnceWriting(folder),
      });
      expect(killed.signal).toBe('SIGKILL');
      expect(temps(folder)).toHaveLength(1);
      expect(readFileSync(join(folder, path), 'utf8')).toBe('old');

      writeFileSync(file, pipeline([short, out(kind, path, more)]));
      const again = await cli.run(['run', file, '--no-cache', '--json']);
      expect([again.code, again.err]).toEqual([0, '']);
      expect(temps(folder)).toEqual([]);
      expect(readFileSync(join(folder, path), 'utf8')).not.toBe('old');
    },
    60_000,
  );

  test('a folder of partitions', async () => {
    const columns = {
      id: 'parts',
      kind: 'derive',
      params: { columns: [{ name: 'part', expression: 'n % 3' }] },
    };
    const nodes = (rows: typeof long) => [rows, columns, out('write-csv', 'out', { partitionBy: ['part'] })];
    const folder = folderWith({ 'p.millrace': pipeline(nodes(short)) });
    const file = join(folder, 'p.millrace');
    const first = await cli.run(['run', file, '--no-cache', '--json']);
    expect([first.code, first.err]).toEqual([0, '']);
    const before = readdirSync(join(folder, 'out'), { recursive: true }).sort();
    writeFileSync(file, pipeline(nodes(long)));
    const killed = await cli.run(['run', file, '--no-cache', '--json'], { during: killOnceWriting(folder) });
    expect(killed.signal).toBe('SIGKILL');
    expect(readdirSync(join(folder, 'out'), { recursive: true }).sort()).toEqual(before);
    writeFileSync(file, pipeline(nodes(short)));
    expect((await cli.run(['run', file, '--no-cache'])).code).toBe(0);
    expect(temps(folder)).toEqual([]);
  }, 60_000);
});
