/** The built program has every format with it: libraries behave otherwise in a bundle than in tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtCli, folderWith, jsonLines, pipeline } from './test-cli.ts';

const cli = builtCli();
const text = '<table><tr><th>id</th><th>name</th></tr><tr><td>1</td><td>Zoë</td></tr></table>';

test('through every file format and back', async () => {
  const chain: readonly [kind: string, path: string, more?: object][] = [
    ['html', 'a.html'],
    ['excel', 'b.xlsx'],
    ['sqlite', 'c.sqlite', { table: 't' }],
    ['json', 'd.json'],
    ['ndjson', 'e.ndjson'],
    ['parquet', 'f.parquet'],
    ['csv', 'g.csv'],
  ];
  const folder = folderWith({ 'a.html': text });
  const { writeFileSync } = await import('node:fs');
  for (const [i, [kind, path, more]] of chain.entries()) {
    const next = chain[i + 1];
    if (next === undefined) break;
    const [nextKind, nextPath, nextMore] = next;
    const file = join(folder, 'p.millrace');
    writeFileSync(
      file,
      pipeline([
        { id: 'in', kind: `read-${kind}`, params: { path, ...more } },
        { id: 'out', kind: `write-${nextKind}`, params: { path: nextPath, ...nextMore } },
      ]),
    );
    const ended = await cli.run(['run', file, '--no-cache', '--json']);
    expect(jsonLines(ended.out).at(-1), `${kind} to ${nextKind}: ${ended.err}`).toMatchObject({
      status: 'succeeded',
      outputs: [{ rows: 1 }],
    });
  }
  expect(readFileSync(join(folder, 'g.csv'), 'utf8')).toBe('id,name\n1,Zoë\n');
}, 60_000);

test.each(['postgres', 'mysql'])(
  'the driver for %s is there',
  async kind => {
    const nodes = [
      { id: 'in', kind: `read-${kind}`, params: { connection: '${env:DB}', table: 't' } },
      { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
    ];
    const folder = folderWith({ 'p.millrace': pipeline(nodes) });
    const ended = await cli.run(['run', join(folder, 'p.millrace'), '--no-cache', '--json'], {
      env: { DB: `${kind}://me:Pl4nted@127.0.0.1:1/db` },
    });
    // Nobody listens there: what is told is that, and not a fault of ours. The password is nowhere.
    expect(ended.code).not.toBe(0);
    expect(ended.out + ended.err).toMatch(/127\.0\.0\.1:1/);
    expect(ended.out + ended.err).not.toMatch(/Pl4nted|not a constructor|not a function|Invariant/);
  },
  60_000,
);
