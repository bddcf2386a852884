/** Where results are kept between runs, and how much of them. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from './args.ts';

const filled = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** The folder given, else that of the environment, else the user's cache. Without a home there is none. */
export const cacheFolder = (given?: string, env: NodeJS.ProcessEnv = process.env): string => {
  const set = given ?? filled(env.MILLRACE_CACHE_DIR);
  if (set !== undefined) return resolve(set);
  return resolve(filled(env.XDG_CACHE_HOME) ?? join(filled(env.HOME) ?? homedir(), '.cache'), 'millrace');
};

const units: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** Bytes of a size such as `500MB`, or a usage error that names the option. */
export const bytesOf = (value: string | undefined, option: string): number | undefined => {
  if (value === undefined) return undefined;
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?\s*$/i.exec(value) ?? [];
  if (number === undefined)
    throw new UsageError(`--${option} takes a size with a unit, such as 500MB or 2GB; it was “${value}”.`);
  return Math.floor(Number(number) * (units[unit.toLowerCase()] ?? 1));
};
