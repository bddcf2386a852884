/** What a run may touch: its own folder, and what was allowed by name. */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { isError } from '../diagnostics/diagnostic.ts';
import { type Permissions, sandboxed } from './paths.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const rows = 'id,name\n1,Ann\n';
const outside = folderWith({ 'secret.csv': rows });
mkdirSync(join(outside, 'many'));
writeFileSync(join(outside, 'many', 'a.csv'), rows);

const copying = (from: string, to = 'out.csv') =>
  pipeline([
    { id: 'in', kind: 'read-csv', params: { path: from } },
    { id: 'out', kind: 'write-csv', params: { path: to } },
  ]);

/** Runs a copying pipeline in a sandbox that may be widened. Gives `done` or the code and place of the error. */
const attempt = async (
  from: string,
  to: string,
  widen: Partial<Record<'read' | 'write', string[]>> = {},
  prepare: (folder: string) => void = () => {},
): Promise<string> => {
  const folder = folderWith({ 'in.csv': rows, 'p.millrace': copying(from, to) });
  prepare(folder);
  const base = sandboxed(folder);
  const permissions: Permissions = {
    ...base,
    read: [folder, ...(widen.read ?? [])],
    write: [folder, ...(widen.write ?? [])],
  };
  const { diagnostics, finished } = await runFile(catalogue, join(folder, 'p.millrace'), { permissions });
  const error = diagnostics.find(isError) ?? finished?.error;
  return error === undefined ? 'done' : `${error.code} ${error.node}.${error.param}`;
};

describe('reading', () => {
  test('inside the folder is allowed', async () => {
    expect(await attempt('in.csv', 'out.csv')).toBe('done');
    expect(await attempt('./sub/../in.csv', 'out.csv', {}, f => mkdirSync(join(f, 'sub')))).toBe('done');
  });

  test.each([
    ['an absolute path', join(outside, 'secret.csv')],
    ['a way up', `../${outside.split('/').at(-1)}/secret.csv`],
    ['a pattern outside', `${outside}/*.csv`],
    ['a pattern after a way up', `../${outside.split('/').at(-1)}/m*/*.csv`],
    ['a folder outside', outside],
    ['a system file', '/etc/passwd'],
    ['a web address', 'https://example.com/a.csv'],
    ['a file address', 'file:///etc/passwd'],
    ['a network path', '\\\\host\\share\\a.csv'],
  ])('%s is refused', async (_, path) => {
    expect(await attempt(path, 'out.csv')).toBe('path-refused in.path');
  });

  test.each([
    [
      'a link to a file',
      'link.csv',
      (f: string) => symlinkSync(join(outside, 'secret.csv'), join(f, 'link.csv')),
    ],
    ['a link to a folder', 'door/secret.csv', (f: string) => symlinkSync(outside, join(f, 'door'))],
    ['a pattern through a link', 'door/*.csv', (f: string) => symlinkSync(outside, join(f, 'door'))],
    [
      'a link of a link',
      'b.csv',
      (f: string) => {
        symlinkSync(join(outside, 'secret.csv'), join(f, 'a.csv'));
        symlinkSync(join(f, 'a.csv'), join(f, 'b.csv'));
      },
    ],
  ])('%s that leads out is refused', async (_, path, prepare) => {
    expect(await attempt(path, 'out.csv', {}, prepare)).toBe('path-refused in.path');
  });

  test('a pattern whose matches lead out gives none of their rows', async () => {
    const ended = await attempt('l*.csv', 'out.csv', {}, f =>
      symlinkSync(join(outside, 'secret.csv'), join(f, 'link.csv')),
    );
    expect(ended).toBe('path-refused in.path');
  });

  test('a folder of the same beginning is another folder', async () => {
    const folder = folderWith({ 'in.csv': rows });
    const twin = `${folder}-twin`;
    mkdirSync(twin);
    onTestFinished(() => rmSync(twin, { recursive: true }));
    writeFileSync(join(twin, 'a.csv'), rows);
    expect(await attempt(join(twin, 'a.csv'), 'out.csv', { read: [folder] })).toBe('path-refused in.path');
  });

  test('what is allowed by name can be read', async () => {
    expect(await attempt(join(outside, 'secret.csv'), 'out.csv', { read: [outside] })).toBe('done');
    expect(
      await attempt(join(outside, 'secret.csv'), 'out.csv', { read: [join(outside, 'secret.csv')] }),
    ).toBe('done');
  });
});

describe('writing', () => {
  test.each([
    ['an absolute path', join(outside, 'out.csv')],
    ['a way up', '../out.csv'],
    ['a network path', '\\\\host\\share\\out.csv'],
  ])('%s is refused, and nothing is made', async (_, path) => {
    expect(await attempt('in.csv', path)).toBe('path-refused out.path');
    expect(readdirSync(outside).sort()).toEqual(['many', 'secret.csv']);
  });

  test('a link to a file outside is refused, and that file stays as it is', async () => {
    const ended = await attempt('in.csv', 'out.csv', {}, f =>
      symlinkSync(join(outside, 'secret.csv'), join(f, 'out.csv')),
    );
    expect(ended).toBe('path-refused out.path');
    expect(readFileSync(join(outside, 'secret.csv'), 'utf8')).toBe(rows);
  });

  test.each([
    'CON',
    'nul.csv',
    'COM1.txt',
    'sub/LPT9.csv',
    'a.csv.',
    'a.csv ',
    'a:b.csv',
    'a\u0001.csv',
    'a?.csv',
  ])('the name %j is refused on every system', async name => {
    expect(await attempt('in.csv', name)).toBe('path-refused out.path');
  });

  test('a name of 300 characters is an error that names the output', async () => {
    expect(await attempt('in.csv', `${'x'.repeat(300)}.csv`)).toBe('path-refused out.path');
  });

  test('a folder allowed by name can be written, and only there', async () => {
    const target = realpathSync(folderWith({}));
    expect(await attempt('in.csv', join(target, 'o.csv'), { write: [target] })).toBe('done');
    expect(await attempt('in.csv', join(dirname(target), 'o.csv'), { write: [target] })).toBe(
      'path-refused out.path',
    );
  });

  test('the input cannot be the output under another name', async () => {
    const same = await attempt('in.csv', 'link.csv', {}, f =>
      symlinkSync(join(f, 'in.csv'), join(f, 'link.csv')),
    );
    expect(same).toBe('output-is-input out.path');
  });

  test('two outputs of one path are refused, however they are written', async () => {
    const folder = folderWith({
      'in.csv': rows,
      'p.millrace': pipeline(
        [
          { id: 'in', kind: 'read-csv', params: { path: 'in.csv' } },
          { id: 'a', kind: 'write-csv', params: { path: 'o.csv' } },
          { id: 'b', kind: 'write-csv', params: { path: './sub/../o.csv' } },
        ],
        {
          edges: [
            { from: 'in.out', to: 'a' },
            { from: 'in.out', to: 'b' },
          ],
        },
      ),
    });
    const { diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
    expect(diagnostics.map(d => `${d.code} ${d.node}`)).toContain('output-twice b');
  });
});

describe('environment and network', () => {
  const asking = pipeline(
    [{ id: 'web', kind: 'read-http', params: { url: 'http://127.0.0.1:9/${env:TOKEN}', format: 'json' } }],
    { edges: [] },
  );

  test('a host is refused, and so is a secret', async () => {
    const folder = folderWith({ 'p.millrace': asking });
    const refused = async (permissions: Permissions) => {
      const { diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), {
        permissions,
        env: { TOKEN: 'planted-secret' },
      });
      return diagnostics.filter(isError).map(d => [d.code, d.node]);
    };
    const base = sandboxed(folder);
    const withNet = await refused({ ...base, net: ['127.0.0.1'] });
    const withEnv = await refused({ ...base, env: ['TOKEN'] });
    expect(withNet).toContainEqual(['secret-refused', 'web']);
    expect(withEnv).toContainEqual(['host-refused', 'web']);
  });
});
