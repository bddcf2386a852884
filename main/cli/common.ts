/** Options that several commands share, and opening a pipeline by them. */

import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { allPermitted, type Permissions, sandboxed } from '../../engine/run/paths.ts';
import { openPipeline } from '../../engine/run/pipeline.ts';
import { catalogue } from '../../nodes/index.ts';
import { type Arguments, all, one, pairs, UsageError, wholeNumber } from './args.ts';

export const fileOptions = {
  param: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  memory: { type: 'string' },
  threads: { type: 'string' },
  spill: { type: 'string' },
  sandbox: { type: 'boolean' },
  'allow-read': { type: 'string', multiple: true },
  'allow-write': { type: 'string', multiple: true },
  'allow-net': { type: 'string', multiple: true },
  'allow-env': { type: 'string', multiple: true },
} as const;

export const fileOptionsHelp = `  --param NAME=VALUE   value of a pipeline parameter (repeatable)
  --memory SIZE        memory limit, such as 2GB
  --threads N          number of threads
  --spill FOLDER       where large intermediate results go
  --sandbox            allow only the file's own folder: no network, no environment
  --allow-read PATH, --allow-write PATH, --allow-net HOST, --allow-env NAME
                       widen the sandbox (repeatable)
  --json               one JSON object a line on stdout`;

/** The one FILE of a command. */
export const onlyFile = (args: Arguments, usage: string): string => {
  const [file, ...rest] = args.positionals;
  if (file === undefined) throw new UsageError(`Which file? ${usage}`);
  if (rest.length > 0) throw new UsageError(`One file at a time: “${rest.join(' ')}” is too much. ${usage}`);
  return file;
};

const permissionsOf = async (args: Arguments, file: string): Promise<Permissions> => {
  const real = async (paths: readonly string[]) =>
    Promise.all(paths.map(p => realpath(resolve(p)).catch(() => resolve(p))));
  const [read, write] = [
    await real(all(args.values['allow-read'])),
    await real(all(args.values['allow-write'])),
  ];
  const [net, env] = [all(args.values['allow-net']), all(args.values['allow-env'])];
  const asked = args.values.sandbox === true || read.length + write.length + net.length + env.length > 0;
  if (!asked) return allPermitted;
  const folder = await realpath(dirname(resolve(file))).catch(() => dirname(resolve(file)));
  const base = sandboxed(folder);
  return { read: [...base.read, ...read], write: [...base.write, ...write], net, env };
};

const memoryText = (value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?\s*(k|m|g|t)i?b$/i.test(value.trim()))
    throw new UsageError(`--memory takes a size with a unit, such as 512MB or 2GB; it was “${value}”.`);
  return value.trim();
};

/** Opens the file by the options of a command; what is not a pipeline comes back as diagnostics alone. */
export const openFile = async (
  args: Arguments,
  file: string,
  more: { readonly cache?: string; readonly cacheBytes?: number; readonly signal?: AbortSignal } = {},
): Promise<Opened> => {
  const memory = memoryText(one(args.values.memory));
  const threads = wholeNumber(one(args.values.threads), 'threads', 1, 1024);
  const spill = one(args.values.spill);
  return openPipeline({
    path: file,
    catalogue,
    parameters: pairs(all(args.values.param), 'param'),
    permissions: await permissionsOf(args, file),
    env: process.env,
    ...(memory && { memory }),
    ...(threads && { threads }),
    ...(spill && { spill: resolve(spill) }),
    ...more,
  });
};

type Opened = Awaited<ReturnType<typeof openPipeline>>;
