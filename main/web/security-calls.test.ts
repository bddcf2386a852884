/** What a page that was let in may say: calls of the contract, over handles of its own, and nothing else. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decode, encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { builtCli, folderWith } from '../cli/test-cli.ts';
import { closeCode, openPage, openSocket } from './test-screen.ts';

const { script } = builtCli();
const work = folderWith({ 'data.csv': 'a\n1\n' });
let page: { origin: string; cookie: string };
let address = '';
let said = '';
const child = spawn(process.execPath, [script, 'design', '--port', '0', join(work, 'data.csv')], {
  cwd: work,
  // A proxy that is set for the machine has no part in what stays on it; nothing opens a browser, so none can lack.
  env: {
    ...process.env,
    MILLRACE_HOME: join(work, '.home'),
    NODE_OPTIONS: '',
    HTTP_PROXY: 'http://127.0.0.1:9',
    http_proxy: 'http://127.0.0.1:9',
    ALL_PROXY: 'http://127.0.0.1:9',
    BROWSER: '/nonexistent',
    PATH: '/nonexistent',
  },
  stdio: ['pipe', 'pipe', 'pipe'],
});
beforeAll(async () => {
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text;
  });
  address = await new Promise<string>((found, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const [url] = /http:\S+/.exec(text) ?? [];
      if (url !== undefined) found(url);
    });
    child.once('exit', code => failed(new Error(`The designer ended with ${code}: ${said}`)));
  });
  page = await openPage(address);
}, 60_000);
afterAll(async () => {
  const ended = new Promise(done => child.once('exit', done));
  child.kill('SIGINT');
  await ended;
});

type Answer = {
  readonly kind: string;
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: string; readonly message: string };
};
type Line = {
  readonly socket: WebSocket;
  readonly say: (message: unknown) => void;
  readonly answer: (id: number) => Promise<Answer>;
  readonly closed: Promise<number>;
};

const line = async (): Promise<Line> => {
  const socket = await openSocket(page.origin, { Origin: page.origin, Cookie: page.cookie });
  const answers: Answer[] = [];
  socket.on('message', data => answers.push(decode(data as Uint8Array) as Answer));
  return {
    socket,
    say: message => socket.send(encode(message)),
    answer: async id => {
      await expect.poll(() => answers.some(answer => answer.id === id), { timeout: 10_000 }).toBe(true);
      return answers.findLast(answer => answer.id === id) as Answer;
    },
    closed: closeCode(socket),
  };
};
const call = (id: number, method: string, params: unknown = {}) => ({ kind: 'call', id, method, params });
const codeOf = async ({ say, answer }: Line, message: ReturnType<typeof call>): Promise<string> => {
  say(message);
  const { error } = await answer(message.id);
  return error?.code ?? 'answered';
};
const thereNow = () => readdirSync(work, { recursive: true, encoding: 'utf8' }).sort();

describe('a page that was let in', () => {
  test.each<[string, string, unknown, string]>([
    ['an unknown method', 'doc.destroy', {}, 'unknown-method'],
    ['an inherited name', 'constructor', {}, 'unknown-method'],
    ['a field more', 'app.start', { more: 1 }, 'wrong-params'],
    ['a wrong type', 'doc.open', { file: 7 }, 'wrong-params'],
    ['a path instead of a handle', 'doc.open', { file: '/etc/passwd' }, 'wrong-params'],
    ['no params', 'doc.open', undefined, 'wrong-params'],
    ['a name that leads elsewhere', 'files.name', { folder: 'file:1', name: '../x' }, 'wrong-name'],
    ['a handle that nobody has', 'files.head', { file: 'file:99999', bytes: 10 }, 'unknown-handle'],
    [
      'a document that nobody has',
      'doc.save',
      { doc: 'doc:99', text: '', overwrite: true },
      'unknown-document',
    ],
  ])('is told what is wrong with %s, and nothing is done', async (_, method, params, code) => {
    const there = thereNow();
    const own = await line();
    expect(await codeOf(own, call(1, method, params))).toBe(code);
    expect(await codeOf(own, call(2, 'app.start'))).toBe('answered');
    expect(thereNow()).toEqual(there);
    own.socket.terminate();
  });

  test('is cut off when it goes on, and nothing that follows is done', async () => {
    const own = await line();
    for (let id = 1; id <= 3; id++) own.say(call(id, 'doc.destroy'));
    own.say(call(4, 'doc.new'));
    expect(await own.closed).toBe(1008);
  });

  test('uses a number once', async () => {
    const own = await line();
    expect(await codeOf(own, call(5, 'app.start'))).toBe('answered');
    own.say(call(5, 'doc.new'));
    await expect.poll(async () => (await own.answer(5)).error?.code).toBe('id-reused');
    own.socket.terminate();
  });

  test('cannot use a file that another page was given', async () => {
    const [first, second] = [await line(), await line()];
    first.say(call(1, 'app.start'));
    const [file] = ((await first.answer(1)).result?.open ?? []) as string[];
    expect(file).toMatch(/^file:\d+$/);
    expect(await codeOf(first, call(2, 'files.head', { file, bytes: 10 }))).toBe('answered');
    expect(await codeOf(second, call(1, 'files.head', { file, bytes: 10 }))).toBe('unknown-handle');
    for (const { socket } of [first, second]) socket.terminate();
  });

  test('that has gone leaves nothing open that could be used', async () => {
    const first = await line();
    first.say(call(1, 'app.start'));
    const [file] = ((await first.answer(1)).result?.open ?? []) as string[];
    first.socket.close();
    await first.closed;
    const second = await line();
    expect(await codeOf(second, call(1, 'files.head', { file, bytes: 10 }))).toBe('unknown-handle');
    second.socket.terminate();
  });
});

test('a token is in nothing that is said, and opens once', async () => {
  const token = new URL(address).searchParams.get('token') ?? '';
  expect(token.length).toBeGreaterThan(20);
  expect(said).not.toContain(token);
  expect(said).not.toContain(page.cookie.split('=')[1]);
  const again = await fetch(address, { redirect: 'manual' });
  expect([again.status, again.headers.get('set-cookie')]).toEqual([403, null]);
  expect(await again.text()).not.toContain(token);
});
