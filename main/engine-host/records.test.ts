/** What earlier runs left is known by the pipeline's file: shared with the command line, and with no other pipeline. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../engine/run/events.ts';
import { builtCli, folderWith, jsonLines, pipeline } from '../cli/test-cli.ts';
import { type Host, startHost } from '../web/test-host.ts';

const cli = builtCli();

const textOf = (condition: string, out: string) =>
  pipeline([
    { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
    { id: 'big', kind: 'filter', params: { condition } },
    { id: 'out', kind: 'write-csv', params: { path: out } },
  ]);

const runIn = async ({ screen: { client } }: Host, doc: string, text: string): Promise<RunEvent> => {
  const finished = new Promise<RunEvent>(done =>
    client.on('run.event', heard => {
      if (heard.doc === doc && heard.event.event === 'finished') done(heard.event);
    }),
  );
  await client.call('run.start', { source: { doc, text, parameters: {} }, cache: true });
  return finished;
};

const reasons = (finished: unknown) =>
  Object.fromEntries(
    Object.entries((finished as { nodes: Record<string, { reason: string }> }).nodes).map(([id, n]) => [
      id,
      n.reason,
    ]),
  );

const folder = () =>
  folderWith({
    'orders.csv': 'id,amount\n1,2.5\n2,3.5\n',
    'a.millrace': textOf('amount > 3', 'a.csv'),
    'b.millrace': textOf('amount < 3', 'b.csv'),
  });

const openAll = async (host: Host): Promise<readonly { doc: string; text: string }[]> => {
  const { client } = host.screen;
  const { open } = await client.call('app.start', {});
  return Promise.all(
    open.map(async file => {
      const { doc, text } = await client.call('doc.open', { file });
      await client.call('doc.trust', { doc, text, scope: 'file' });
      return { doc, text };
    }),
  );
};

const start = async (work: string) => {
  const cache = join(work, 'cache');
  const host = await startHost({
    script: cli.script,
    work,
    files: ['a.millrace', 'b.millrace'],
    env: { MILLRACE_CACHE_DIR: cache },
  });
  const byCli = async (name: string) => {
    const { out } = await cli.run(['run', name, '--json'], { cwd: work, env: { MILLRACE_CACHE_DIR: cache } });
    return reasons(jsonLines(out).at(-1));
  };
  return { host, byCli };
};

test('a run of the designer knows what the command line did, and the other way round', async () => {
  const { host, byCli } = await start(folder());
  const [a, b] = await openAll(host);
  if (a === undefined || b === undefined) throw new Error('Two files were given.');
  await byCli('a.millrace');
  expect(reasons(await runIn(host, a.doc, a.text)).out).toMatch(/^cached/);
  await runIn(host, b.doc, b.text);
  expect((await byCli('b.millrace')).out).toMatch(/^cached/);
}, 60_000);

test('pipelines of one folder, saved or not, are not taken for one another', async () => {
  const { host } = await start(folder());
  const [a, b] = await openAll(host);
  if (a === undefined || b === undefined) throw new Error('Two files were given.');
  const { doc } = await host.screen.client.call('doc.new', {});
  const first = { big: expect.stringMatching(/first run/) };
  expect(reasons(await runIn(host, a.doc, a.text))).toMatchObject(first);
  expect(reasons(await runIn(host, b.doc, b.text))).toMatchObject(first);
  expect(reasons(await runIn(host, doc, textOf('id = 1', 'c.csv')))).toMatchObject(first);
  const again = await runIn(host, a.doc, a.text.replace('amount > 3', 'amount > 2'));
  expect(reasons(again).big).toMatch(/condition|expression|setting/);
}, 60_000);
