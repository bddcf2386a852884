import { cacheContents, clearCache } from '../../engine/run/cache-store.ts';
import { one, readArgs, UsageError } from './args.ts';
import { cacheFolder } from './cache-options.ts';
import { json, print, size } from './output.ts';

export const summary = 'Show or clear the results kept between runs';
export const usage = 'millrace cache [show|clear] [--cache-dir FOLDER] [--json]';
export const help = `  show                 where the cache is, and how much is in it (what is done if nothing is said)
  clear                remove everything that it keeps
  --cache-dir FOLDER   another cache than the usual one; MILLRACE_CACHE_DIR does the same
  --json               {"folder":..,"results":N,"bytes":N,"runs":N}`;

/** Shows or clears the cache. */
export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, { json: { type: 'boolean' }, 'cache-dir': { type: 'string' } });
  const [action = 'show', ...rest] = args.positionals;
  if (rest.length > 0 || (action !== 'show' && action !== 'clear'))
    throw new UsageError(`“${args.positionals.join(' ')}” is not something to do with the cache.`);
  const folder = cacheFolder(one(args.values['cache-dir']));
  const before = await cacheContents(folder);
  if (action === 'clear') await clearCache(folder);
  const now = action === 'clear' ? await cacheContents(folder) : before;
  const freed = before.bytes - now.bytes;
  if (args.values.json === true) json({ folder, ...now, ...(action === 'clear' && { freed }) });
  else if (action === 'clear') print(`Removed ${before.results} results (${size(freed)}) from ${folder}.`);
  else
    print(
      `${folder}\n${before.results} results, ${size(before.bytes)}, of ${before.runs} pipelines. “millrace cache clear” removes them.`,
    );
  return 0;
};
