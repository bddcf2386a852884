import { engineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';
import { text } from '../quote.ts';
import { type FileFacts, fileFacts, isFolderPath } from './facts.ts';

/** The files that a path stands for: itself, all of a folder with these endings, or all that match a pattern. */
export const listFiles = async (
  path: string,
  endings: readonly string[],
  world: World,
): Promise<readonly FileFacts[]> => {
  const real = await world.readPath(path);
  if (await isFolderPath(real)) {
    const found = await Promise.all(endings.map(ending => glob(`${real}/**/*.${ending}`, world)));
    return facts([...new Set(found.flat())].sort(), path, `*.${endings.join(', *.')}`, world);
  }
  if (/[*?[{]/.test(path)) return facts(await glob(real, world), path, path, world);
  return [await fileFacts(real, world, path)];
};

const glob = async (pattern: string, world: World): Promise<readonly string[]> =>
  (await world.query(`SELECT file FROM glob(${text(pattern)}) ORDER BY file`)).flatMap(row => row[0] ?? []);

const facts = async (
  files: readonly string[],
  shown: string,
  wanted: string,
  world: World,
): Promise<readonly FileFacts[]> => {
  if (files.length === 0) throw engineError('no-files', { path: shown, wanted }, { param: 'path' });
  // A link among them may lead to where nothing may be read.
  await Promise.all(files.map(file => world.readPath(file)));
  return Promise.all(files.map(file => fileFacts(file, world)));
};
