/** A secret that is saved in the designer: used where it is trusted, and in nothing that anyone can read. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../engine/run/events.ts';
import { builtCli, folderWith, pipeline } from '../cli/test-cli.ts';
import { startHost } from './test-host.ts';

const { script } = builtCli();
const value = 'planted-9b2e/saved+value';

const sent: string[] = [];
/** Answers with rows, or with an error that repeats whatever it was sent. */
const server = createServer((request, response) => {
  sent.push(request.headers.authorization ?? '');
  const fails = request.url?.includes('fail') === true;
  response.writeHead(fails ? 401 : 200, { 'content-type': fails ? 'text/plain' : 'application/json' });
  response.end(fails ? `bad token ${request.headers.authorization}` : JSON.stringify([{ id: 1 }, { id: 2 }]));
});
beforeAll(() => new Promise<void>(done => server.listen(0, '127.0.0.1', done)));
afterAll(() => {
  server.close();
});
beforeEach(() => {
  sent.length = 0;
});

const textOf = (ending: 'rows' | 'fail') =>
  pipeline([
    {
      id: 'web',
      kind: 'read-http',
      params: {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${ending}`,
        format: 'json',
        headers: { Authorization: 'Bearer ${env:SAVED_TOKEN}' },
      },
    },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ]);

const namesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' });

/** The record of a run is written beside its place and renamed; until then a listed name may be gone when it is read. */
const settled = (folder: string) =>
  expect.poll(() => namesIn(folder).filter(name => name.endsWith('.tmp')), { timeout: 10_000 }).toEqual([]);

const everythingIn = (folder: string): string =>
  namesIn(folder)
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => `${path}\n${readFileSync(path, 'latin1')}`)
    .join('\n');

const view = { sort: [], filter: [], search: '' };

const start = async (env: Readonly<Record<string, string>> = {}) => {
  const work = folderWith({ 'a.millrace': textOf('rows') });
  const host = await startHost({
    script,
    work,
    files: ['a.millrace'],
    env: { MILLRACE_CACHE_DIR: join(work, 'cache'), ...env },
  });
  const heard: string[] = [];
  host.screen.socket.on('message', data => heard.push((data as Buffer).toString('latin1')));
  return { work, heard, client: host.screen.client, said: host.said };
};

describe('a saved secret', () => {
  test.each(['rows', 'fail'] as const)(
    'is used, and is nowhere afterwards, where the server gives %s',
    async ending => {
      const { client, work, heard, said } = await start();
      const { doc } = await client.call('doc.new', {});
      const source = { doc, text: textOf(ending), parameters: {} };
      // A server that is slow to answer is waited for in a second question.
      const check = async () => {
        let told = await client.call('design.check', { source });
        while (told.asking.length > 0) told = await client.call('design.check', { source });
        return told;
      };
      const missing = await check();
      expect(missing.diagnostics).toMatchObject([{ code: 'secret-missing', node: 'web' }]);
      expect(sent).toEqual([]);

      await client.call('secrets.set', { name: 'SAVED_TOKEN', value });
      const { diagnostics, ports } = await check();
      expect([ending, diagnostics.length, Object.keys(ports).length > 0]).toEqual(
        ending === 'rows' ? ['rows', 0, true] : ['fail', 1, false],
      );
      await client
        .call('data.page', { source, node: 'web', view, offset: 0, limit: 10, whole: false })
        .catch(() => {});
      const finished = new Promise<RunEvent>(done =>
        client.on('run.event', ({ event }) => {
          if (event.event === 'finished') done(event);
        }),
      );
      await client.call('run.start', { source, cache: true });
      expect(await finished).toMatchObject({ status: ending === 'rows' ? 'succeeded' : 'failed' });
      await client.call('doc.backup', { doc, text: source.text });
      expect(sent.length).toBeGreaterThan(1);
      expect(new Set(sent)).toEqual(new Set([`Bearer ${value}`]));
      await settled(work);
      const seen = `${heard.join('\n')}\n${said()}\n${everythingIn(work)}`;
      expect(seen).toContain('SAVED_TOKEN');
      for (const form of [value, encodeURIComponent(value), Buffer.from(value).toString('base64')])
        expect(seen).not.toContain(form);
    },
    60_000,
  );

  test('gives way to the environment', async () => {
    const { client } = await start({ SAVED_TOKEN: 'from-outside' });
    await client.call('secrets.set', { name: 'SAVED_TOKEN', value });
    const { doc } = await client.call('doc.new', {});
    await client.call('design.check', { source: { doc, text: textOf('rows'), parameters: {} } });
    await expect.poll(() => sent.length).toBe(1);
    expect(sent).toEqual(['Bearer from-outside']);
  }, 60_000);

  test('is not used by a pipeline that is not trusted', async () => {
    const { client } = await start();
    await client.call('secrets.set', { name: 'SAVED_TOKEN', value });
    const [file] = (await client.call('app.start', {})).open;
    if (file === undefined) throw new Error('A file was given.');
    const { doc, text, trusted } = await client.call('doc.open', { file });
    expect(trusted).toBe(false);
    const source = { doc, text, parameters: {} };
    expect((await client.call('design.check', { source })).capabilities.env).toEqual(['SAVED_TOKEN']);
    await expect(client.call('run.start', { source, cache: false })).rejects.toThrow();
    expect(sent).toEqual([]);
  }, 60_000);

  test('is told by name only, and where it is kept; it can be taken away', async () => {
    const { client, heard } = await start();
    await client.call('secrets.set', { name: 'B', value });
    await client.call('secrets.set', { name: 'A', value });
    expect(await client.call('secrets.list', {})).toEqual({ names: ['A', 'B'], kept: 'session' });
    await client.call('secrets.delete', { name: 'A' });
    expect((await client.call('secrets.list', {})).names).toEqual(['B']);
    const odd = client.call('secrets.set', { name: 'no name', value });
    await expect(odd).rejects.toMatchObject({ fault: { code: 'wrong-params' } });
    expect(heard.join()).not.toContain(value);
  }, 60_000);
});
