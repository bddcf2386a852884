/** For tests: disks and folders that refuse, and files that are something else. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BadInput, orders, reading, sink, type Undo } from './test-bad-input.ts';
import { pipeline } from './test-cli.ts';

const asRoot = process.getuid?.() === 0;

/** Makes a folder that nothing can be made in; permissions do not bind root, so there it is made immutable. */
const unwritable =
  (name: string) =>
  (folder: string): Undo | undefined => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'out.csv'), 'earlier');
    if (!asRoot) {
      chmodSync(path, 0o500);
      return () => chmodSync(path, 0o700);
    }
    try {
      execFileSync('chattr', ['+i', path], { stdio: 'ignore' });
      return () => execFileSync('chattr', ['-i', path]);
    } catch {
      return undefined;
    }
  };

/** Mounts a disk of 1 MB; root alone can. */
export const smallDisk =
  (name: string) =>
  (folder: string): Undo | undefined => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'pipe' });
    } catch {
      return undefined;
    }
    writeFileSync(join(path, 'out.csv'), 'earlier');
    return () => execFileSync('umount', [path]);
  };

const many = { id: 'orders', kind: 'sequence', params: { name: 'n', start: 1, stop: 3_000_000 } };
const to = (path: string, kind = 'write-csv') => ({ ...sink, kind, params: { path } });
const out = { node: 'out', param: 'path' };

export const badDisks: readonly BadInput[] = [
  {
    title: 'a folder that may not be written',
    document: pipeline([many, to('locked/out.csv')]),
    prepare: unwritable('locked'),
    exit: 1,
    error: { code: 'file-unwritable', ...out },
    says: '“locked/out.csv” cannot be written',
  },
  ...[
    ['csv', 'write-csv'],
    ['parquet', 'write-parquet'],
    ['json', 'write-json'],
  ].map(([end, kind]) => ({
    title: `a disk that fills: ${kind}`,
    document: pipeline([many, to(`small/out.${end}`, kind)]),
    prepare: smallDisk('small'),
    exit: 1 as const,
    error: { code: 'file-unwritable' as const, ...out },
    says: 'the disk is full',
  })),
  {
    title: 'a disk that fills with intermediate rows',
    document: pipeline([
      { ...many, params: { ...many.params, stop: 20_000_000 } },
      { id: 'sorted', kind: 'sort', params: { keys: [{ column: 'n', descending: true }] } },
      sink,
    ]),
    prepare: smallDisk('spill'),
    args: ['--spill', 'spill', '--memory', '60MB', '--no-cache'],
    exit: 1,
    error: { code: 'disk-full', node: 'sorted' },
    says: 'The disk is full',
  },
  {
    title: 'an output where a folder is',
    document: pipeline([many, to('folder')]),
    files: { 'folder/a.txt': 'kept' },
    exit: 2,
    error: { code: 'file-unwritable', ...out },
    says: '“folder” cannot be written: it is a folder',
  },
  {
    title: 'a file that may not be read',
    document: reading('read-csv', { path: 'secret.csv' }),
    files: { 'secret.csv': orders },
    prepare: folder => {
      if (asRoot) return undefined;
      chmodSync(join(folder, 'secret.csv'), 0);
      return () => chmodSync(join(folder, 'secret.csv'), 0o600);
    },
    exit: 1,
    error: { code: 'file-unreadable', node: 'orders', param: 'path' },
    says: 'permission denied',
  },
  {
    title: 'a folder read as a workbook',
    document: reading('read-excel', { path: 'folder' }),
    files: { 'folder/a.txt': '' },
    exit: 1,
    error: { code: 'file-unreadable', node: 'orders', param: 'path' },
    says: 'it is a folder',
  },
  {
    title: 'a link that leads back to itself',
    document: reading('read-csv', { path: 'loop.csv' }),
    prepare: folder => {
      execFileSync('ln', ['-s', 'loop.csv', join(folder, 'loop.csv')]);
      return () => {};
    },
    exit: 1,
    error: { code: 'file-unreadable', node: 'orders', param: 'path' },
    says: 'circle',
  },
];
