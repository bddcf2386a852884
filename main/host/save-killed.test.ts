/** `kill -9` at every step of a save: afterwards the file is the old one or the new one, whole. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'millrace-save-'));
const script = join(root, 'save.mjs');
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The program's own function, with a death before or after the nth call to the file system. */
beforeAll(async () => {
  await build({
    stdin: {
      contents: `
        import fs from 'node:fs/promises';
        import { syncBuiltinESMExports } from 'node:module';
        const [at, path, text] = process.argv.slice(2);
        let step = 0;
        const mark = () => { if (++step === Number(at)) process.kill(process.pid, 'SIGKILL'); };
        const around = work => async (...args) => { mark(); const result = await work(...args); mark(); return result; };
        for (const name of ['mkdir', 'rename']) fs[name] = around(fs[name]);
        const open = fs.open;
        fs.open = around(async (...args) => {
          const file = await open(...args);
          for (const name of ['sync', 'close']) file[name] = around(file[name].bind(file));
          // A write that dies in the middle has written half.
          file.writeFile = async data => {
            const half = Math.floor(data.length / 2);
            await file.write(data.slice(0, half));
            mark();
            await file.write(data.slice(half));
            mark();
          };
          return file;
        });
        syncBuiltinESMExports();
        const { replaceFile } = await import('./store-file.ts');
        await replaceFile(path, text);
        process.stdout.write(String(step));
      `,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
  });
});

const saveOnce = (
  at: number,
  path: string,
  text: string,
): Promise<{ signal: string | null; steps: number }> =>
  new Promise(done => {
    const child = spawn(process.execPath, [script, String(at), path, text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', d => {
      out += d;
    });
    child.once('exit', (_, signal) => done({ signal, steps: Number(out) }));
  });

test('old or new, never half', async () => {
  const path = join(root, 'work', 'p.millrace');
  const { steps } = await saveOnce(0, path, 'old old old old');
  expect(steps).toBeGreaterThanOrEqual(10);
  const seen = new Set<string>();
  let strays = 0;
  for (let at = 1; at <= steps; at++) {
    writeFileSync(path, 'old old old old');
    const { signal } = await saveOnce(at, path, 'new new new new');
    expect(signal).toBe('SIGKILL');
    const now = readFileSync(path, 'utf8');
    seen.add(now);
    strays = Math.max(strays, readdirSync(join(root, 'work')).length - 1);
    expect(['old old old old', 'new new new new']).toContain(now);
  }
  expect([...seen].sort()).toEqual(['new new new new', 'old old old old']);
  // One at most: each save takes away what the one before it has left.
  expect(strays).toBe(1);
  // The next save works all the same, and takes away what the dead have left; what is another's stays.
  writeFileSync(join(root, 'work', 'p.millrace.notes.tmp'), 'mine');
  expect((await saveOnce(0, path, 'newest')).signal).toBeNull();
  expect(readFileSync(path, 'utf8')).toBe('newest');
  expect(readdirSync(join(root, 'work')).sort()).toEqual(['p.millrace', 'p.millrace.notes.tmp']);
}, 60_000);
