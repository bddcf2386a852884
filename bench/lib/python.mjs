import { createHash } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measure } from './measure.mjs';

const bench = join(import.meta.dirname, '..');
const venv = join(bench, '.venv');
const stamp = join(venv, 'requirements.sha256');
const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** @param {string} text @returns {string} its last line that says something */
const lastLine = text => text.trim().split('\n').at(-1)?.trim() ?? '';

/** @param {string} path */
export const exists = path =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * The Python of `bench/.venv` with the pinned libraries, made on first use and again when `requirements.txt` changes.
 * @param {(text: string) => void} say progress for people
 * @returns {Promise<{ python: string } | { missing: string }>} `missing` says why there is none
 */
export const pythonEnvironment = async say => {
  const requirements = join(bench, 'requirements.txt');
  const wanted = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const have = await readFile(stamp, 'utf8').catch(() => '');
  if (have === wanted && (await exists(python))) return { python };

  say('Making bench/.venv with the libraries of bench/requirements.txt …');
  await mkdir(venv, { recursive: true });
  const made = await measure({
    file: process.platform === 'win32' ? 'python' : 'python3',
    args: ['-m', 'venv', venv],
  });
  if (made.code === 127) return { missing: 'not run: there is no python3 on this machine' };
  if (made.code !== 0)
    return { missing: `not run: python3 -m venv failed (${lastLine(made.stderr || made.stdout)})` };
  const pip = ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', '-r', requirements];
  const installed = await measure({ file: python, args: pip });
  if (installed.code !== 0)
    return {
      missing: `not run: pip could not install bench/requirements.txt (${lastLine(installed.stderr)})`,
    };
  await writeFile(stamp, wanted);
  return { python };
};
