/** A run that is cancelled, killed or out of memory at each of its stages: earlier outputs stay, or all are new. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { builtCli, folderWith, jsonLines, pipeline, type Start } from './test-cli.ts';

const cli = builtCli();
const out = { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } };
const numbers = (count: number) => ({
  id: 'in',
  kind: 'sequence',
  params: { name: 'n', start: 1, stop: count },
});

const scene = (document: string, files: Readonly<Record<string, string>> = {}) => {
  const folder = folderWith({ 'out.csv': 'earlier', 'p.millrace': document, ...files });
  const temporary = folderWith({});
  const run = (start: Start = {}) =>
    cli.run(['run', 'p.millrace', '--no-cache', '--json'], {
      ...start,
      cwd: folder,
      env: { TMPDIR: temporary, ...start.env },
    });
  return {
    folder,
    run,
    text: (name: string) => readFileSync(join(folder, name), 'utf8'),
    left: () => [readdirSync(folder).filter(name => name.startsWith('.')), readdirSync(temporary)],
  };
};

/** Sends Ctrl+C some time after the run said that it begins, and tells how long the last line took from then on. */
const interrupted = (after: number) => {
  const seen = { asked: 0, said: 0 };
  const during: Start['during'] = child =>
    child.stdout?.on('data', (text: string) => {
      if (text.includes('"finished"')) seen.said = performance.now();
      if (seen.asked > 0 || !text.includes('"started"')) return;
      seen.asked = 1;
      setTimeout(() => {
        seen.asked = performance.now();
        child.kill('SIGINT');
      }, after);
    });
  return { seen, during };
};

describe('Ctrl+C', () => {
  const csv = `a,b\n${'1,some text that takes its time\n'.repeat(2_000_000)}`;
  test.each<[string, string, Readonly<Record<string, string>>?]>([
    [
      'a scan',
      pipeline([
        { id: 'in', kind: 'read-csv', params: { path: 'big.csv' } },
        // Much to compute for every row, so that the scan goes on for long.
        {
          id: 'some',
          kind: 'filter',
          params: { condition: "regexp_matches(sha256(repeat(b, 2000)), '^zz')" },
        },
        out,
      ]),
      { 'big.csv': csv },
    ],
    [
      'a sort',
      pipeline([
        numbers(100_000_000),
        { id: 'sorted', kind: 'sort', params: { keys: [{ column: 'n', descending: true }] } },
        out,
      ]),
    ],
    ['the writing of a file', pipeline([numbers(300_000_000), out])],
  ])(
    'during %s',
    async (_, document, files) => {
      const s = scene(document, files);
      const { seen, during } = interrupted(500);
      const { code, out: said } = await s.run({ during });
      expect([code, jsonLines(said).at(-1)]).toMatchObject([130, { status: 'cancelled', outputs: [] }]);
      // 200 ms are promised; a busy machine is given more, but the work itself would go on for long.
      expect(seen.said - seen.asked).toBeLessThan(2000);
      expect([s.text('out.csv'), s.left()]).toEqual(['earlier', [[], []]]);
    },
    60_000,
  );

  test('during a download', async () => {
    const server = createServer((_, answer) => {
      // The first answer is for the look at the columns; the second never ends.
      answer.writeHead(200, { 'content-type': 'application/json' });
      answer.write(`[{"a": 1},${'{"a": 2},'.repeat(100)}`);
      if (++asked === 1) return answer.end('{"a": 3}]');
      setTimeout(() => process.kill(pid, 'SIGINT'), 200);
    });
    let asked = 0;
    let pid = 0;
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/rows`;
    const s = scene(pipeline([{ id: 'in', kind: 'read-http', params: { url, format: 'json' } }, out]));
    const { code, out: said } = await s.run({
      during: child => {
        pid = child.pid ?? 0;
      },
    });
    expect([code, jsonLines(said).at(-1)]).toMatchObject([130, { status: 'cancelled', outputs: [] }]);
    expect([asked, s.text('out.csv'), s.left()]).toEqual([2, 'earlier', [[], []]]);
  }, 30_000);
});

/** Makes the process send itself a signal right before the nth rename of an output. */
const atRename = (nth: number, signal: string): Start => {
  const script = `const fs = require('node:fs/promises');
const { rename } = fs;
let seen = 0;
fs.rename = async (from, to) => {
  if (String(from).includes('millrace-tmp') && ++seen === ${nth}) process.kill(process.pid, '${signal}');
  ${signal === 'SIGKILL' ? '' : 'await new Promise(wake => setTimeout(wake, 50));'}
  return rename(from, to);
};
require('node:module').syncBuiltinESMExports();`;
  const folder = folderWith({ 'hook.cjs': script });
  return { env: { NODE_OPTIONS: `--require ${join(folder, 'hook.cjs')}` } };
};

describe('while outputs take their places', () => {
  const nodes = [numbers(3), ...['a', 'b', 'c'].map(id => ({ ...out, id, params: { path: `${id}.csv` } }))];
  const edges = ['a', 'b', 'c'].map(to => ({ from: 'in', to }));
  const old = { 'a.csv': 'old', 'b.csv': 'old', 'c.csv': 'old' };
  const made = 'n\n1\n2\n3\n';
  const all = (s: ReturnType<typeof scene>) => ['a.csv', 'b.csv', 'c.csv'].map(s.text);

  test.each([1, 2, 3])(
    'Ctrl+C before output %i: it comes too late, all are new and that is said',
    async nth => {
      const s = scene(pipeline(nodes, { edges }), old);
      const { code, out: said } = await s.run(atRename(nth, 'SIGINT'));
      expect([code, jsonLines(said).at(-1)]).toMatchObject([0, { status: 'succeeded' }]);
      expect([all(s), s.left()]).toEqual([
        [made, made, made],
        [[], []],
      ]);
    },
  );

  test.each([1, 2, 3])(
    'kill -9 before output %i: each is old or new, and the next run cleans up',
    async nth => {
      const s = scene(pipeline(nodes, { edges }), old);
      expect((await s.run(atRename(nth, 'SIGKILL'))).signal).toBe('SIGKILL');
      expect(all(s)).toEqual([1, 2, 3].map(i => (i < nth ? made : 'old')));
      expect((await s.run()).code).toBe(0);
      expect([all(s), s.left()]).toEqual([
        [made, made, made],
        [[], []],
      ]);
    },
  );
});

describe('too little memory for the program itself', () => {
  test('the process ends, not with 0; outputs stay, and the next run cleans up', async () => {
    // A page is held whole by the program, not by the engine.
    const page = `<table><tr><th>a</th></tr>${'<tr><td>some text</td></tr>'.repeat(150_000)}</table>`;
    const read = { id: 'in', kind: 'read-html', params: { path: 'in.html' } };
    const s = scene(pipeline([read, out]), { 'in.html': page });
    const ended = await s.run({ env: { NODE_OPTIONS: '--max-old-space-size=40' } });
    expect([ended.code, ended.signal]).not.toEqual([0, null]);
    expect(ended.err).toMatch(/heap out of memory/);
    expect(s.text('out.csv')).toBe('earlier');
    writeFileSync(join(s.folder, 'in.html'), '<table><tr><th>a</th></tr><tr><td>1</td></tr></table>');
    expect((await s.run()).code).toBe(0);
    expect([s.text('out.csv'), s.left()]).toEqual(['a\n1\n', [[], []]]);
  }, 60_000);

  test('the help says what the exit codes of a process that was ended mean', async () => {
    const { out: said } = await cli.run(['run', '--help']);
    expect(said).toMatch(/137 .*memory/);
    expect(said).toMatch(/134 .*--max-old-space-size/);
  });
});
