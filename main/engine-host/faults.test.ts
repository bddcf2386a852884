/** The engine or its host ends without warning: what is told, what is started again, what is left behind. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtCli, folderWith, pipeline } from '../cli/test-cli.ts';
import { type Host, startHost } from '../web/test-host.ts';

const { script } = builtCli();

/** Processes by what `ps` says; a zombie has ended, but nobody has asked how. */
const processes = (): readonly { pid: number; parent: number; state: string; command: string }[] =>
  execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap(line => {
      const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined || state === undefined
        ? []
        : [{ pid: Number(pid), parent: Number(parent), state, command: command ?? '' }];
    });
const isAlive = (pid: number): boolean => processes().some(p => p.pid === pid && !p.state.startsWith('Z'));
const childrenOf = (host: number) => processes().filter(p => p.parent === host && !/^ps /.test(p.command));
const engineOf = (host: number): number => {
  const found = childrenOf(host).find(p => p.command.includes('engine.js'));
  if (found === undefined) throw new Error('There is no engine process.');
  return found.pid;
};

const start = () => startHost({ script, work: folderWith({}) });

/** Keeps every thread of the engine busy for minutes, and spills. */
const endless = pipeline([
  { id: 'many', kind: 'sequence', params: { name: 'n', start: 1, count: 1_000_000_000 } },
  { id: 'sorted', kind: 'sort', params: { keys: [{ column: 'n', descending: true }] } },
]);
const view = { sort: [], filter: [], search: '' };

/** Asks for what takes for ever, and waits until the engine works on it. Gives how the call ends. */
const keepBusy = async ({ screen: { client }, temp }: Host): Promise<{ ending: Promise<string> }> => {
  const { doc } = await client.call('doc.new', {});
  const source = { doc, text: endless, parameters: {} };
  const { diagnostics } = await client.call('design.check', { source });
  expect(diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  const ending = client
    .call('data.page', { source, node: 'sorted', view, offset: 0, limit: 10, whole: true })
    .then(
      () => 'answered',
      (error: { fault?: { code: string } }) => error.fault?.code ?? String(error),
    );
  await expect
    .poll(() => readdirSync(temp).some(name => name.startsWith('millrace-')), { timeout: 10_000 })
    .toBe(true);
  const early = await Promise.race([ending, new Promise<string>(later => setTimeout(later, 1000, 'busy'))]);
  expect(early).toBe('busy');
  return { ending };
};

test('the engine is killed: told, started again, documents intact, no zombie', async () => {
  const host = await start();
  const { client } = host.screen;
  const states: string[] = [];
  client.on('engine.state', ({ state, reason }) =>
    states.push(reason === undefined ? state : `${state}: ${reason}`),
  );
  const { doc } = await client.call('doc.new', {});
  const { ending } = await keepBusy(host);
  const killed = engineOf(host.pid);
  process.kill(killed, 'SIGKILL');
  expect(await ending).toBe('disconnected');
  await expect.poll(() => states, { timeout: 10_000 }).toEqual(['stopped: signal 9', 'starting', 'ready']);
  expect(engineOf(host.pid)).not.toBe(killed);
  const source = {
    doc,
    text: pipeline([{ id: 'n', kind: 'sequence', params: { name: 'n', count: 3 } }]),
    parameters: {},
  };
  const page = await client.call('data.page', { source, node: 'n', view, offset: 0, limit: 10, whole: true });
  expect(page.rows).toBe(3);
  expect(childrenOf(host.pid).filter(p => p.state.startsWith('Z'))).toEqual([]);
}, 60_000);

test.each([
  ['SIGKILL', 'the host'],
  ['SIGTERM', 'the host'],
  ['SIGINT', 'its terminal'],
] as const)(
  '%s to %s ends the host: the engine is gone within two seconds, though it is busy, and so is what it spilled',
  async (signal, whom) => {
    const host = await start();
    await keepBusy(host);
    const engine = engineOf(host.pid);
    process.kill(whom === 'the host' ? host.pid : -host.pid, signal);
    const begun = performance.now();
    await expect.poll(() => isAlive(engine), { timeout: 20_000 }).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(readdirSync(host.temp).filter(name => name.startsWith('millrace-'))).toEqual([]);
  },
  60_000,
);
