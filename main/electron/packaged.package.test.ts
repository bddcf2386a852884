/** The packed program, as it would be released, but for Electron's binary: what is in it, and that it runs anywhere. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderWith, jsonLines } from '../cli/test-cli.ts';
import { tuning, tuningRows } from '../cli/test-tuning.ts';
import { fetchNode, type Packed, packStub, root } from './test-package.ts';

const isLinux = process.platform === 'linux' && process.arch === 'x64';
const binary = isLinux ? fetchNode() : undefined;
if (binary === undefined)
  console.warn(
    'The packed program is not tested: it needs Linux on x64, and npm with a registry it can reach.',
  );

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1));

describe.skipIf(binary === undefined)('the package', () => {
  let packed: Packed;
  const resources = () => join(packed.app, 'resources');
  const unpacked = () => join(resources(), 'app.asar.unpacked');
  const wrapper = () => join(packed.app, 'bin', 'millrace');

  beforeAll(() => {
    packed = packStub(binary as string);
    console.log(`Built and packed in ${packed.seconds.toFixed(1)} s.`);
  }, 300_000);
  afterAll(() => rmSync(packed.folder, { recursive: true, force: true }));

  /** A pipeline of the gallery beside its data, in a new folder of this name. */
  const workIn = (name: string): string => {
    const folder = join(packed.folder, name);
    cpSync(join(root, 'fixtures', 'demo'), folder, { recursive: true });
    return folder;
  };
  const run = (
    command: string,
    folder: string,
    env: NodeJS.ProcessEnv,
    words: readonly string[] = [],
    uid?: number,
  ) =>
    spawnSync(command, [...words, 'run', join(folder, 'clean-orders.millrace'), '--no-cache', '--json'], {
      cwd: packed.folder,
      env,
      encoding: 'utf8',
      ...(uid !== undefined && { uid, gid: uid }),
    });
  const expectRan = (ended: ReturnType<typeof run>, folder: string) => {
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    const report = readFileSync(join(folder, 'output', 'revenue-by-country.csv'), 'utf8');
    expect(report.split('\n')[0]).toBe('country,category,orders,customers,pieces,revenue,last_order');
    expect(report.split('\n').length).toBeGreaterThan(5);
  };
  const env = { PATH: process.env.PATH, HOME: '/nonexistent' };

  test('holds in its archive the shell, and what any Node runs beside it', () => {
    const inside = listPackage(join(resources(), 'app.asar'), { isPack: false });
    for (const name of [
      '/package.json',
      '/dist/electron/main.js',
      '/dist/electron/preload.cjs',
      '/dist/renderer/index.html',
    ])
      expect(inside).toContain(name);
    const beside = files(unpacked());
    for (const name of [
      'package.json',
      'dist/cli/millrace.js',
      'dist/cli/engine.js',
      'dist/cli/fit-worker.js',
      'dist/cli/fit-helper.js',
      'dist/cli/sqlite-child.cjs',
      'dist/cli/sql-wasm.wasm',
      'dist/renderer/index.html',
      'node_modules/@duckdb/node-bindings/duckdb.js',
      'node_modules/@duckdb/node-bindings-linux-x64/duckdb.node',
      'node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so',
      'node_modules/detect-libc/lib/detect-libc.js',
    ])
      expect(beside).toContain(name);
    expect(beside.filter(name => name.startsWith('dist/electron'))).toEqual([]);
  });

  test('holds no maps, tests, sources, secrets, other systems’ libraries, or modules that are bundled', () => {
    const all = [
      ...listPackage(join(resources(), 'app.asar'), { isPack: false }),
      ...files(packed.app).map(name => `/${name}`),
    ];
    expect(all.filter(name => /\.(map|ts|tsx)$|\.test\.|\.env$|\/\.git|\/start\.js$/.test(name))).toEqual([]);
    const modules = new Set(
      all.flatMap(name => /node_modules\/(@[^/]+\/[^/]+|[^@/][^/]*)\//.exec(name)?.[1] ?? []),
    );
    expect([...modules].sort()).toEqual([
      '@duckdb/node-bindings',
      '@duckdb/node-bindings-linux-x64',
      'detect-libc',
    ]);
  });

  test('brings gallery and demo as files the database can read', () => {
    expect(files(join(resources(), 'gallery'))).toContain('sales-by-month/sales-by-month.millrace');
    expect(existsSync(join(resources(), 'demo', 'clean-orders.millrace'))).toBe(true);
  });

  test('is no larger than it must be', () => {
    const sizes = files(packed.app)
      .filter(name => name !== 'millrace-designer')
      .map(name => statSync(join(packed.app, name)).size);
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
    console.log(`${megabytes.toFixed(1)} MB without Electron.`);
    expect(megabytes).toBeLessThan(100);
  });

  test('has the fuses of the settings', async () => {
    const wire = await getCurrentFuseWire(join(packed.app, 'millrace-designer'));
    const isOn = (fuse: FuseV1Options) => String.fromCharCode(Number(wire[fuse]));
    expect({
      runAsNode: isOn(FuseV1Options.RunAsNode),
      cookies: isOn(FuseV1Options.EnableCookieEncryption),
      nodeOptions: isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: isOn(FuseV1Options.EnableNodeCliInspectArguments),
      integrity: isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: isOn(FuseV1Options.OnlyLoadAppFromAsar),
      snapshot: isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      file: isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: '1',
      cookies: '1',
      nodeOptions: '0',
      inspect: '0',
      integrity: '1',
      onlyAsar: '1',
      snapshot: '0',
      file: '0',
    });
  });

  test('runs a pipeline from the command line', () => {
    const folder = workIn('direct');
    expectRan(run(wrapper(), folder, env), folder);
  });

  test('fits in threads of its own', () => {
    const folder = folderWith({ 'in.csv': tuningRows, 'p.millrace': tuning });
    const words = ['run', join(folder, 'p.millrace'), '--no-cache', '--json', '--threads', '2'];
    const ended = spawnSync(wrapper(), words, { env, encoding: 'utf8' });
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    const lines = jsonLines(ended.stdout);
    expect(lines.find(line => line.event === 'node-finished' && line.node === 'tuned')).toMatchObject({
      fitsBeside: 28,
    });
  });

  test('runs through links to it, a relative one among them, found on the PATH', () => {
    const folder = workIn('linked');
    const bin = join(packed.folder, 'bin');
    mkdirSync(bin);
    symlinkSync(wrapper(), join(bin, 'first'));
    symlinkSync('first', join(bin, 'mill'));
    expectRan(run('mill', folder, { ...env, PATH: `${bin}:${process.env.PATH}` }), folder);
  });

  test('runs with an empty environment', () => {
    const folder = workIn('empty');
    expectRan(run('/usr/bin/env', folder, {}, ['-i', wrapper()]), folder);
  });

  test('runs from a path with spaces and letters beyond ASCII, which cannot be written to', () => {
    const folder = workIn('наши данные 数据');
    // The administrator can write anywhere, so that someone else must do it.
    const nobody = process.getuid?.() === 0 ? 65_534 : undefined;
    if (nobody !== undefined) {
      for (const name of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })])
        chownSync(join(folder, name), nobody, nobody);
      chmodSync(packed.folder, 0o755);
    }
    const moved = join(packed.folder, 'Müller & Söhne – “apps” 数据');
    renameSync(packed.app, moved);
    try {
      for (const name of ['', 'bin', 'resources', 'resources/app.asar.unpacked/dist/cli'])
        chmodSync(join(moved, name), 0o555);
      expectRan(run(join(moved, 'bin', 'millrace'), folder, env, [], nobody), folder);
    } finally {
      for (const name of ['', 'bin', 'resources', 'resources/app.asar.unpacked/dist/cli'])
        chmodSync(join(moved, name), 0o755);
      renameSync(moved, packed.app);
    }
  });

  test('trusts the certificates of the system', () => {
    const folder = workIn('certificates');
    const script = join(folder, 'options.mjs');
    writeFileSync(script, 'console.log(process.execArgv.join());');
    const text = readFileSync(wrapper(), 'utf8').replace(/^cli=.*$/m, `cli='${script}'`);
    const probe = join(packed.app, 'bin', 'probe');
    writeFileSync(probe, text, { mode: 0o755 });
    const asked = spawnSync(probe, [], { env, encoding: 'utf8' });
    rmSync(probe);
    expect([asked.stdout, asked.stderr]).toEqual(['--use-system-ca\n', '']);
  });

  test('has two names: the command line is millrace, the window is not', () => {
    expect(existsSync(join(packed.app, 'millrace'))).toBe(false);
    expect(statSync(join(packed.app, 'millrace-designer')).mode & 0o111).not.toBe(0);
    const settings = readFileSync(join(root, 'electron-builder.yml'), 'utf8');
    const mapped = [...settings.matchAll(/fpm: \['(.+)=(.+)'\]/g)].map(([, from, to]) => [from, to]);
    // Both packages put the command line where the window would otherwise be linked.
    expect(mapped).toEqual([
      ['packaging/linux/millrace', '/usr/bin/millrace'],
      ['packaging/linux/millrace', '/usr/bin/millrace'],
    ]);
    const shim = join(root, 'packaging', 'linux', 'millrace');
    expect(statSync(shim).mode & 0o777).toBe(0o755);
    // Run as installed, but for the place.
    const here = join(packed.folder, 'shim');
    writeFileSync(here, readFileSync(shim, 'utf8').replace('/opt/Millrace', packed.app), { mode: 0o755 });
    const folder = workIn('installed');
    expectRan(run(here, folder, env), folder);
  });

  test('hands on the exit code and the words as they are', () => {
    const ended = spawnSync(wrapper(), ['run', 'no such file $HOME "x" *.millrace'], {
      env,
      encoding: 'utf8',
    });
    expect(ended.status).toBe(2);
    expect(ended.stderr).toContain('no such file $HOME "x" *.millrace');
  });

  test('runs on the Node of this machine where the binary does not start', () => {
    const folder = workIn('without-libraries');
    const path = join(packed.app, 'millrace-designer');
    renameSync(path, `${path}.kept`);
    writeFileSync(path, '#!/bin/sh\nexit 127\n', { mode: 0o755 });
    try {
      expectRan(run(wrapper(), folder, env), folder);
      const bare = spawnSync(wrapper(), ['--version'], {
        env: { PATH: join(packed.folder, 'electron') },
        encoding: 'utf8',
      });
      expect(bare.status).toBe(1);
      expect(bare.stderr).toMatch(/^error: .*millrace-designer does not start here, and there is no node/);
    } finally {
      renameSync(`${path}.kept`, path);
    }
  });

  test('runs on this Node without the wrapper', () => {
    const folder = workIn('own-node');
    const script = join(unpacked(), 'dist', 'cli', 'millrace.js');
    expectRan(run(process.execPath, folder, env, [script]), folder);
    console.log(`The bundle ran on Node ${process.version}; the wrapper on Node 24.`);
  });

  test('opens the designer with its screen and gallery', async () => {
    const home = join(packed.folder, 'home');
    const child = spawn(wrapper(), ['design', '--port', '0'], {
      cwd: packed.folder,
      env: { ...env, HOME: home, MILLRACE_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const address = await new Promise<string>((found, failed) => {
        let said = '';
        const hear = (text: Buffer) => {
          said += text.toString();
          const url = /http:\S+/.exec(said)?.[0];
          if (url !== undefined) found(url);
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        child.once('exit', () => failed(new Error(`it ended: ${said}`)));
      });
      const { openScreen } = await import('../web/test-screen.ts');
      const screen = await openScreen(address);
      const start = await screen.client.call('app.start', {});
      expect(start.gallery.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['clean-orders', 'sales-by-month']),
      );
      screen.socket.terminate();
    } finally {
      const ended = new Promise(done => child.once('exit', done));
      child.kill('SIGINT');
      await ended;
    }
  });
});
