/** The built shell, run against a recorder in the place of Electron: what it asks for, in which order, what it refuses. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { farewell } from '../engine-host/farewell.ts';
import { channels } from './channel-names.ts';
import { eventOf, type FakeElectron, fakeElectron, runShell } from './test-fake.ts';

const root = resolve(import.meta.dirname, '../..');
const built = mkdtempSync(join(root, 'node_modules', '.cli-test-'));
const bundle = pathToFileURL(join(built, 'electron', 'main.js')).href;
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** Every permission that Electron 45 can be asked for, and one that it has yet to invent. */
const permissions =
  'ar automatic-fullscreen background-fetch background-sync captured-surface-control clipboard-read deprecated-sync-clipboard-read display-capture fileSystem fullscreen geolocation geolocation-approximate hand-tracking hid idle-detection keyboardLock local-fonts local-network local-network-access loopback-network media mediaKeySystem midi midiSysex nfc notifications openExternal payment-handler periodic-background-sync persistent-storage pointerLock screen-wake-lock sensors serial smart-card speaker-selection storage-access system-wake-lock top-level-storage-access usb vr web-app-installation web-printing window-management unknown not-invented-yet'.split(
    ' ',
  );

const hostile = [
  'https://millrace/',
  'http://127.0.0.1:8733/',
  'app://millrace.evil/',
  'app://millrace@evil/',
  'app://evil@millrace/',
  'app://millrace:1/',
  'app:millrace/',
  'app2://millrace/',
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'blob:app://millrace/6f1c',
  'file:///etc/passwd',
  'file://server/share',
  'chrome://settings',
  'devtools://devtools/',
  'about:blank',
  'view-source:app://millrace/',
  '',
];

let fake: FakeElectron;

beforeAll(async () => {
  execFileSync(process.execPath, ['build.mjs', join(built, 'cli'), join(built, 'electron')], { cwd: root });
  process.env.MILLRACE_HOME = join(built, 'home');
  process.argv = ['/opt/millrace', '--inspect', 'orders.millrace'];
  fake = fakeElectron();
  await runShell(bundle, fake);
}, 60_000);

const names = () => fake.calls.map(call => call.name);
const argsOf = (name: string) => fake.calls.find(call => call.name === name)?.args ?? [];
const window = () => fake.windows[0] as NonNullable<(typeof fake.windows)[0]>;

describe('the start', () => {
  test('does everything in its order', () => {
    const wanted = [
      'app.enableSandbox',
      'crashReporter.start',
      'protocol.registerSchemesAsPrivileged',
      'app.requestSingleInstanceLock',
      'app.whenReady',
      'session.setPermissionRequestHandler',
      'session.setPermissionCheckHandler',
      'session.setDevicePermissionHandler',
      'session.setDisplayMediaRequestHandler',
      'protocol.handle',
      'utilityProcess.fork',
      'ipcMain.on',
      'ipcMain.handle',
      'Menu.setApplicationMenu',
      'new BrowserWindow',
      'window.loadURL',
    ];
    const seen = names();
    expect(wanted.map(name => seen.indexOf(name))).toEqual(
      wanted.map(name => seen.indexOf(name)).toSorted((a, b) => a - b),
    );
    expect(wanted.filter(name => !seen.includes(name))).toEqual([]);
    expect(seen[0]).toBe('app.enableSandbox');
  });

  test('gives the page exactly these powers', () => {
    const [options] = argsOf('new BrowserWindow') as [{ webPreferences: Record<string, unknown> }];
    expect(options.webPreferences).toEqual({
      preload: join(built, 'electron', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
    expect(argsOf('window.loadURL')).toEqual(['app://millrace/']);
  });

  test('makes the protocol an ordinary, secure one that bypasses nothing', () => {
    expect(argsOf('protocol.registerSchemesAsPrivileged')).toEqual([
      [
        {
          scheme: 'app',
          privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
        },
      ],
    ]);
  });

  test('keeps crashes on this machine', () => {
    expect(argsOf('crashReporter.start')).toEqual([{ uploadToServer: false }]);
  });

  test('forks the same engine as the command line, with no stdin and no arguments', () => {
    expect(argsOf('utilityProcess.fork')).toEqual([
      join(built, 'cli', 'engine.js'),
      [],
      { serviceName: 'Millrace engine', stdio: ['ignore', 'ignore', 'pipe'], execArgv: [] },
    ]);
  });

  test('of a second program hands over and opens nothing', async () => {
    const second = fakeElectron({ lock: false });
    await runShell(bundle, second);
    expect(second.calls.map(call => call.name)).toContain('app.quit');
    expect(second.windows).toEqual([]);
    expect(second.engines).toEqual([]);
  });
});

describe('an engine that stops', () => {
  test('is told to every page, and another one is started', async () => {
    const own = fakeElectron();
    await runShell(bundle, own);
    const { webContents } = own.windows[0] as (typeof own.windows)[0];
    const event = { sender: webContents, senderFrame: webContents.mainFrame };
    (own.handlers.get(channels.open) as (...args: unknown[]) => void)(event, 1);
    own.engines[0]?.emit('exit', 9);
    await expect.poll(() => own.engines.length).toBe(2);
    const states = webContents.sent.map(([, , message]) => (message as { data: unknown }).data);
    expect(states).toEqual([
      { state: 'stopped', reason: 'exit code 9' },
      { state: 'starting' },
      { state: 'ready' },
    ]);
    own.app.emit('will-quit');
    expect(own.engines[1]?.posted).toEqual([farewell]);
  });
});

describe('refused', () => {
  test.each(permissions)('the permission %s', permission => {
    const [request] = argsOf('session.setPermissionRequestHandler') as [
      (contents: unknown, permission: string, answer: (granted: boolean) => void) => void,
    ];
    const [check] = argsOf('session.setPermissionCheckHandler') as [
      (contents: unknown, permission: string) => boolean,
    ];
    const answers: boolean[] = [];
    request(undefined, permission, granted => answers.push(granted));
    expect([...answers, check(undefined, permission)]).toEqual([false, false]);
  });

  test('every device, and pictures of the screen; text on the clipboard may be put', () => {
    const [device] = argsOf('session.setDevicePermissionHandler') as [() => boolean];
    const [screen] = argsOf('session.setDisplayMediaRequestHandler') as [
      (request: unknown, answer: (streams: object) => void) => void,
    ];
    const [check] = argsOf('session.setPermissionCheckHandler') as [
      (contents: unknown, permission: string) => boolean,
    ];
    const given: object[] = [];
    screen({}, streams => given.push(streams));
    expect(device()).toBe(false);
    expect(given).toEqual([{}]);
    expect(check(undefined, 'clipboard-sanitized-write')).toBe(true);
  });

  test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s to anywhere else', name => {
    for (const url of hostile) {
      const event = eventOf({ url });
      window().webContents.emit(name, event);
      expect([url, event.prevented]).toEqual([url, true]);
    }
    const home = eventOf({ url: 'app://millrace/index.html' });
    window().webContents.emit(name, home);
    expect(home.prevented).toBe(false);
  });

  const open = (url: string) => window().webContents.openHandler?.({ url });
  const asked = () =>
    fake.calls
      .filter(call => call.name === 'dialog.showMessageBox')
      .map(call => (call.args[0] as { detail: string }).detail);

  test('every new window; only documentation goes to the browser without a question', () => {
    const never = [
      ...hostile.filter(url => !/^https?:/.test(url)),
      'https://user@duckdb.org/',
      'https://duckdb.org\\@evil.com/',
      'https:duckdb.org',
      'https:/duckdb.org',
      'https:///duckdb.org',
      ' https://duckdb.org/',
      'https://duckdb.org/\nx',
      `https://duckdb.org.evil.com/${'a'.repeat(600)}`,
      'smb://server/share',
      '\\\\server\\share',
      'ms-msdt:/id',
      'ftp://duckdb.org/',
      'mailto://a@b.c',
      'tel:112',
    ];
    for (const url of never) expect(open(url)).toEqual({ action: 'deny' });
    expect([fake.opened, asked()]).toEqual([[], []]);
    expect(open('https://duckdb.org/docs/')).toEqual({ action: 'deny' });
    expect([fake.opened, asked()]).toEqual([['https://duckdb.org/docs/'], []]);
  });

  test('every other address until a person has seen it and agreed', async () => {
    const before = fake.opened.length;
    const addresses = [
      ['http://duckdb.org/docs', 'http://duckdb.org/docs'],
      ['https://duckdb.org.evil.com/', 'https://duckdb.org.evil.com/'],
      ['https://duckdb.org:444/', 'https://duckdb.org:444/'],
      // Looks like the documentation and is not.
      ['https://duckdb.оrg/', 'https://duckdb.xn--rg-emc/'],
      ['mailto:a@b.c', 'mailto:a@b.c'],
    ] as const;
    for (const [url, shown] of addresses) {
      expect(open(url)).toEqual({ action: 'deny' });
      expect(asked().at(-1)).toBe(shown);
      await Promise.resolve();
      await new Promise(done => setTimeout(done, 0));
    }
    expect(fake.opened).toHaveLength(before);
    fake.says.response = 0;
    const questions = asked().length;
    // One question at a time, however often the page tries.
    for (let n = 0; n < 5; n++) open('https://example.com/');
    expect(asked()).toHaveLength(questions + 1);
    await expect.poll(() => fake.opened.slice(before)).toEqual(['https://example.com/']);
    fake.says.response = 1;
  });

  test('embedded pages, in any page there will ever be', () => {
    const event = eventOf({});
    window().webContents.emit('will-attach-webview', event);
    expect(event.prevented).toBe(true);
  });

  test('downloads of anything that the page did not make itself', () => {
    const download = (url: string): boolean => {
      const event = eventOf({});
      fake.defaultSession.emit('will-download', event, { getURL: () => url });
      return event.prevented;
    };
    expect(download('https://evil.com/a.exe')).toBe(true);
    expect(download('blob:https://evil.com/1')).toBe(true);
    expect(download('blob:app://millrace/1')).toBe(false);
  });
});

describe('messages', () => {
  const from = (frame: unknown = window().webContents.mainFrame, sender: unknown = window().webContents) => ({
    sender,
    senderFrame: frame,
  });
  const say = (name: string, event: object, ...args: unknown[]) =>
    (fake.handlers.get(name) as ((...all: unknown[]) => unknown) | undefined)?.(event, ...args);
  const call = (id: number) => ({ kind: 'call', id, method: 'app.start', params: {} });
  const answers = () => window().webContents.sent.filter(([name]) => name === channels.message);
  const soon = () => new Promise(done => setTimeout(done, 150));

  test('of foreign pages, frames in pages and unknown windows are not heard', async () => {
    const frame = (url: string, parent: unknown = null) => ({ url, parent });
    const { mainFrame } = window().webContents;
    const strangers = [
      from(null),
      from(frame('app://millrace/')),
      from(frame('app://millrace/', mainFrame)),
      from(mainFrame, { mainFrame, isDestroyed: () => false, send: () => {} }),
    ];
    for (const stranger of strangers) {
      say(channels.open, stranger, 1);
      say(channels.message, stranger, 1, call(1));
      await expect(async () => say(channels.dropped, stranger, 1, '/etc/passwd')).rejects.toThrow();
    }
    mainFrame.url = 'https://evil.com/';
    say(channels.open, from(), 1);
    mainFrame.url = 'app://millrace/';
    say(channels.message, from(), 1, call(1));
    await soon();
    expect(window().webContents.sent).toEqual([]);
  });

  test('of the page are answered as over the web', async () => {
    say(channels.open, from(), 1);
    say(channels.message, from(), 1, call(1));
    await expect.poll(answers).toHaveLength(1);
    expect(answers()[0]).toMatchObject([
      channels.message,
      1,
      {
        kind: 'result',
        id: 1,
        result: { host: 'electron', nativeDialogs: true, open: [expect.stringMatching(/^file:\d+$/)] },
      },
    ]);
  });

  test('save a secret encrypted, and tell its name only', async () => {
    const value = 'planted-1d7e/secret';
    say(channels.message, from(), 1, {
      kind: 'call',
      id: 2,
      method: 'secrets.set',
      params: { name: 'TOKEN', value },
    });
    say(channels.message, from(), 1, { kind: 'call', id: 3, method: 'secrets.list', params: {} });
    const last = () => answers().findLast(([, , m]) => (m as { id?: number }).id === 3)?.[2];
    await expect.poll(last).toMatchObject({ result: { kept: 'keychain' } });
    const path = join(process.env.MILLRACE_HOME ?? '', 'secrets.json');
    await expect.poll(() => existsSync(path) && readFileSync(path, 'utf8')).toContain('TOKEN');
    expect(readFileSync(path, 'utf8')).not.toContain(value);
    expect(JSON.stringify(window().webContents.sent)).not.toContain(value);
  });

  test('with the number of another connection are dropped', async () => {
    const before = answers().length;
    say(channels.message, from(), 2, call(4));
    await soon();
    expect(answers()).toHaveLength(before);
  });

  test('give a dropped file a handle, which a later connection may not use', async () => {
    const handle = await say(channels.dropped, from(), 1, join(root, 'package.json'));
    expect(handle).toMatch(/^file:\d+$/);
    say(channels.open, from(), 2);
    const head = { kind: 'call', id: 1, method: 'files.head', params: { file: handle, bytes: 10 } };
    say(channels.message, from(), 2, head);
    await expect
      .poll(() => answers().at(-1))
      .toMatchObject([channels.message, 2, { kind: 'error', error: { code: 'unknown-handle' } }]);
  });

  test('that break the contract end the connection', async () => {
    for (const nonsense of [null, { kind: 'event' }, 7]) say(channels.message, from(), 2, nonsense);
    expect(window().webContents.sent.at(-1)).toEqual([channels.close, 2, expect.any(String)]);
  });

  test('open what the system hands over, in the window there is', async () => {
    say(channels.open, from(), 3);
    const event = eventOf({});
    fake.app.emit('open-file', event, '/data/a.millrace');
    fake.app.emit('second-instance', {}, [], '/', { files: ['/data/b.millrace', 7] });
    expect(event.prevented).toBe(true);
    const opened = answers().filter(([, n, m]) => n === 3 && (m as { event?: string }).event === 'app.open');
    expect(opened).toHaveLength(2);
    expect(fake.windows).toHaveLength(1);
  });

  test('set the windows of the system to what the page shows', async () => {
    const theme = (id: number, wanted: string) =>
      say(channels.message, from(), 3, {
        kind: 'call',
        id,
        method: 'app.theme',
        params: { theme: wanted },
      });
    theme(50, 'dark');
    await expect.poll(() => fake.electron.nativeTheme.themeSource).toBe('dark');
    theme(51, 'system');
    await expect.poll(() => fake.electron.nativeTheme.themeSource).toBe('system');
  });

  test('that are too many, or too large, end the connection', async () => {
    const closed = () => window().webContents.sent.filter(([name]) => name === channels.close).length;
    const before = closed();
    say(channels.open, from(), 4);
    for (let n = 0; n < 2000; n++) say(channels.message, from(), 4, { kind: 'cancel', id: 1 });
    for (let n = 0; n < 3000 && closed() === before; n++)
      say(channels.message, from(), 4, { kind: 'cancel', id: 1 });
    expect(closed()).toBe(before + 1);
    say(channels.open, from(), 5);
    const text = 'x'.repeat(13_000_000);
    say(channels.message, from(), 5, {
      kind: 'call',
      id: 1,
      method: 'doc.new',
      params: { text, more: text },
    });
    expect(closed()).toBe(before + 2);
    await soon();
    expect(answers().filter(([, n]) => n === 5)).toEqual([]);
  });

  test('of a second start with several files open a window for each', async () => {
    say(channels.open, from(), 6);
    fake.app.emit('second-instance', {}, [], '/', {
      files: ['/data/a.millrace', '/data/b.millrace', '/data/c.millrace'],
    });
    expect(fake.windows).toHaveLength(3);
  });
});
