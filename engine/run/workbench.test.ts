import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let folder: string;
let bench: Workbench;
const signal = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'));
  await writeFile(join(folder, 'orders.csv'), 'id,amount\n1,2.5\n2,3.5\n');
  bench = openWorkbench({ catalogue, env: { TOKEN: 'planted-secret' } });
});

afterEach(async () => {
  await bench.close();
  await rm(folder, { recursive: true, force: true });
});

const textOf = (condition: string, path = 'orders.csv') =>
  JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    name: 'Bench',
    nodes: [
      { id: 'orders', kind: 'read-csv', params: { path } },
      { id: 'big', kind: 'filter', params: { condition } },
      { id: 'out', kind: 'write-csv', params: { path: 'big.csv' } },
    ],
    edges: [
      { from: 'orders', to: 'big' },
      { from: 'big.out', to: 'out' },
    ],
  });

const look = (text: string, trusted = true) =>
  bench.look({ text, folder, file: 'bench.millrace', parameters: {}, trusted }, signal);

describe('a trusted pipeline', () => {
  test('has columns at every port, and its problems at once', async () => {
    const good = await look(textOf('amount > 3'));
    expect(good.diagnostics).toEqual([]);
    expect(good.compiled?.ports.get('big.out')).toEqual([
      { name: 'id', type: 'BIGINT' },
      { name: 'amount', type: 'DOUBLE' },
    ]);
    const wrong = await look(textOf('amout > 3'));
    expect(wrong.diagnostics).toMatchObject([{ code: 'unknown-column', node: 'big', param: 'condition' }]);
  });

  test('is looked at again when its file changes, and not before', async () => {
    await look(textOf('amount > 3'));
    const path = join(folder, 'orders.csv');
    await writeFile(path, 'id,total\n1,2.5\n2,3.5\n');
    await utimes(path, new Date(), new Date(Date.now() + 5000));
    const { diagnostics } = await look(textOf('amount > 3'));
    expect(diagnostics).toMatchObject([{ code: 'unknown-column' }]);
  });

  test('gives its session only once, and the same for the same text', async () => {
    const source = {
      text: textOf('amount > 3'),
      folder,
      file: 'bench.millrace',
      parameters: {},
      trusted: true,
    };
    const [first, second] = [await bench.open(source, signal), await bench.open(source, signal)];
    expect(first).toBeDefined();
    expect(second).toBe(first);
  });

  test('whose path changes gets another session', async () => {
    await writeFile(join(folder, 'more.csv'), 'id,amount\n9,9.5\n');
    await look(textOf('amount > 3'));
    const { diagnostics } = await look(textOf('amount > 3', 'more.csv'));
    expect(diagnostics).toEqual([]);
  });
});

describe('a pipeline that is not trusted', () => {
  test('reads no file, calls no server, asks for no secret', async () => {
    let calls = 0;
    const server = createServer((_, response) => {
      calls += 1;
      response.end('[]');
    }).listen(0, '127.0.0.1');
    await new Promise(done => server.once('listening', done));
    const { port } = server.address() as AddressInfo;
    const text = JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      name: 'Canary',
      nodes: [
        { id: 'web', kind: 'read-http', params: { url: `http://127.0.0.1:${port}/?t=\${env:TOKEN}` } },
        { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
      ],
      edges: [],
    });
    const looked = await look(text, false);
    server.close();
    expect(calls).toBe(0);
    expect(looked.compiled).toBeUndefined();
    expect(looked.capabilities).toMatchObject({ read: ['orders.csv'], env: ['TOKEN'] });
    expect(JSON.stringify(looked)).not.toContain('planted-secret');
    expect(
      await bench.open({ text, folder, file: 'bench.millrace', parameters: {}, trusted: false }, signal),
    ).toBeUndefined();
  });

  test('is checked for what its text alone shows', async () => {
    const { diagnostics } = await look(textOf('amount > 3').replace('"filter"', '"filtre"'), false);
    expect(diagnostics).toMatchObject([{ code: 'unknown-kind', node: 'big' }]);
  });
});

test('text that is no pipeline is told as such', async () => {
  const looked = await look('{');
  expect(looked.document).toBeUndefined();
  expect(looked.diagnostics.length).toBeGreaterThan(0);
  expect(await readFile(join(folder, 'orders.csv'), 'utf8')).toContain('amount');
});
