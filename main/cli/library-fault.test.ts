/** A copy of the program whose native library is missing, is for another system, or is damaged. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { builtCli, folderWith, pipeline, runScript } from './test-cli.ts';

const { script } = builtCli();
const modules = resolve(import.meta.dirname, '../../node_modules');
const binding = `node-bindings-${process.platform}-${process.arch}`;
const top = mkdtempSync(join(tmpdir(), 'millrace-library-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** The program copied to where only these modules are. */
const copyWith = (name: string, bindings: (folder: string) => void): string => {
  const place = join(top, name);
  cpSync(dirname(script), join(place, 'cli'), { recursive: true });
  writeFileSync(join(place, 'package.json'), '{"type":"module"}');
  const duckdb = join(place, 'node_modules', '@duckdb');
  mkdirSync(duckdb, { recursive: true });
  symlinkSync(join(modules, 'detect-libc'), join(place, 'node_modules', 'detect-libc'));
  cpSync(join(modules, '@duckdb', 'node-bindings'), join(duckdb, 'node-bindings'), { recursive: true });
  bindings(duckdb);
  return join(place, 'cli', 'millrace.js');
};

const file = join(folderWith({ 'rows.csv': 'a\n1\n' }), 'p.millrace');
writeFileSync(file, pipeline([{ id: 'rows', kind: 'read-csv', params: { path: 'rows.csv' } }]));
const firstLine = async (copy: string) => {
  const { code, err } = await runScript([copy, 'preview', file, 'rows']);
  return { code, line: err.split('\n')[0], stack: /\n\s+at /.test(err) };
};

test('a binding for another system: the missing one is named, with the way out', async () => {
  const copy = copyWith('other', folder =>
    cpSync(join(modules, '@duckdb', binding), join(folder, 'node-bindings-win32-x64'), { recursive: true }),
  );
  const { code, line, stack } = await firstLine(copy);
  expect([code, stack]).toEqual([1, false]);
  expect(line).toContain(`@duckdb/${binding}`);
  expect(line).toContain('install it again on this machine');
});

test.runIf(process.platform === 'linux')('a library that is not there: its file is named', async () => {
  const copy = copyWith('half', folder => {
    cpSync(join(modules, '@duckdb', binding), join(folder, binding), { recursive: true });
    rmSync(join(folder, binding, 'libduckdb.so'));
  });
  const { code, line, stack } = await firstLine(copy);
  expect([code, stack]).toEqual([1, false]);
  expect(line).toMatch(/^error: “libduckdb\.so”.*cannot be loaded: .*No such file/);
});

test.runIf(process.platform === 'linux')('a damaged library: its file is named', async () => {
  const copy = copyWith('damaged', folder => {
    cpSync(join(modules, '@duckdb', binding), join(folder, binding), { recursive: true });
    writeFileSync(join(folder, binding, 'duckdb.node'), 'not a library');
  });
  const { code, line, stack } = await firstLine(copy);
  expect([code, stack]).toEqual([1, false]);
  expect(line).toMatch(/duckdb\.node”.*cannot be loaded: .*(invalid ELF header|file too short)/);
});
