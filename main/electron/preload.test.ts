/** The built preload, run alone: what the page gets, and that nothing of Electron is among it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channels } from './channel-names.ts';

const root = resolve(import.meta.dirname, '../..');
const built = mkdtempSync(join(root, 'node_modules', '.cli-test-'));
afterAll(() => rmSync(built, { recursive: true, force: true }));

type Transport = {
  send(message: unknown): void;
  onMessage(hear: (...args: unknown[]) => void): void;
  onClose(hear: (...args: unknown[]) => void): void;
  close(): void;
};
type Bridge = { transport(): Transport; pathOf(file: unknown): Promise<unknown> };

const exposed: [string, Bridge][] = [];
const sent: unknown[][] = [];
const required: string[] = [];
const listeners = new Map<string, (...args: unknown[]) => void>();

const electron = {
  contextBridge: { exposeInMainWorld: (name: string, value: Bridge) => exposed.push([name, value]) },
  ipcRenderer: {
    on: (name: string, hear: (...args: unknown[]) => void) => listeners.set(name, hear),
    send: (...args: unknown[]) => sent.push(args),
    invoke: async (...args: unknown[]) => {
      sent.push(args);
      return 'file:9';
    },
  },
  webUtils: { getPathForFile: (file: { readonly path: string }) => file.path },
};

beforeAll(() => {
  execFileSync(process.execPath, ['build.mjs', join(built, 'cli'), join(built, 'electron')], { cwd: root });
  const source = readFileSync(join(built, 'electron', 'preload.cjs'), 'utf8');
  const require = (name: string) => {
    required.push(name);
    if (name === 'electron') return electron;
    throw new Error(`a sandboxed preload has no ${name}`);
  };
  runInNewContext(source, { require, module: { exports: {} }, exports: {} });
}, 60_000);

const bridge = () => (exposed[0] as [string, Bridge])[1];

test('the page gets a channel and a handle for a dropped file', () => {
  expect(exposed.map(([name]) => name)).toEqual(['millrace']);
  expect(Object.keys(bridge()).sort()).toEqual(['pathOf', 'transport']);
  expect(Object.values(bridge()).map(value => typeof value)).toEqual(['function', 'function']);
  expect(required).toEqual(['electron']);
});

test('what it hears is the message alone, never the event', () => {
  const line = bridge().transport();
  expect(Object.keys(line).sort()).toEqual(['close', 'onClose', 'onMessage', 'send']);
  expect(sent.at(-1)).toEqual([channels.open, 1]);
  const heard: unknown[][] = [];
  line.onMessage((...args) => heard.push(args));
  line.onClose((...args) => heard.push(args));
  const event = { sender: 'secret', ports: [] };
  listeners.get(channels.message)?.(event, 1, { kind: 'result' });
  listeners.get(channels.close)?.(event, 1, 'over');
  expect(heard).toEqual([[{ kind: 'result' }], ['over']]);
  line.send({ kind: 'call' });
  expect(sent.at(-1)).toEqual([channels.message, 1, { kind: 'call' }]);
  line.close();
  expect(sent.at(-1)).toEqual([channels.close, 1]);
});

test('a line that was followed by another one hears nothing more', () => {
  const heard: unknown[] = [];
  const first = bridge().transport();
  first.onMessage(message => heard.push(message));
  bridge().transport();
  listeners.get(channels.message)?.({}, 2, 'for the first');
  listeners.get(channels.message)?.({}, 3, 'for the second');
  expect(heard).toEqual([]);
});

test('a dropped file becomes a handle; one without a place on disk does not', async () => {
  expect(await bridge().pathOf({ path: '/data/a.csv' })).toBe('file:9');
  expect(sent.at(-1)).toEqual([channels.dropped, 3, '/data/a.csv']);
  expect(await bridge().pathOf({ path: '' })).toBeUndefined();
});
