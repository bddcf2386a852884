/** `npm start`: Electron where it can run, else the designer as a page, and why. Imports nothing of Electron. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron } from './find-electron.ts';

const asPage = async (reason: string, words: readonly string[]): Promise<number> => {
  process.stderr.write(`Millrace opens as a page in your browser: ${reason}.\n`);
  const { run } = await import('../cli/design.ts');
  return run(words);
};

/** Ends with the code of Electron; 127 is the system's word for libraries that are missing. */
const asWindow = (binary: string, app: string, words: readonly string[]): Promise<number> =>
  new Promise(done => {
    const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
    const child = spawn(binary, [app, ...words], { stdio: 'inherit', env });
    child.once('error', () => done(127));
    child.once('exit', code => done(code ?? 1));
  });

const main = async (words: readonly string[]): Promise<number> => {
  const app = fileURLToPath(new URL('../..', import.meta.url));
  const found = findElectron({
    env: process.env,
    platform: process.platform,
    root: process.getuid?.() === 0,
    electron: join(app, 'node_modules', 'electron'),
  });
  if ('reason' in found) return asPage(found.reason, words);
  const code = await asWindow(found.binary, app, words);
  return code === 127 ? asPage(`${found.binary} does not start on this system`, words) : code;
};

main(process.argv.slice(2)).then(code => {
  process.exitCode = code;
});
