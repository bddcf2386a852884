import { join } from 'node:path';
import type { Cell, World } from '../connectors/contract.ts';
import { engineError } from '../diagnostics/errors.ts';
import { messageText } from '../diagnostics/messages.ts';
import { openReadable, type Permissions, readablePath, writablePath } from './paths.ts';
import type { Secrets } from './secrets.ts';
import type { Session } from './session.ts';

type WorldOptions = {
  readonly folder: string;
  readonly permissions: Permissions;
  readonly secrets: Secrets;
  readonly session: Session;
  readonly signal: AbortSignal;
  readonly progress?: (done: { rows?: number; bytes?: number; percent?: number }) => void;
  readonly warn?: (message: string) => void;
};

let temporary = 0;

/** The world as a connector sees it: every path, host and secret goes through the permissions of the run. */
export const worldOf = ({
  folder,
  permissions,
  secrets,
  session,
  signal,
  progress,
  warn,
}: WorldOptions): World => ({
  readPath: path => readablePath(folder, path, permissions),
  openRead: path => openReadable(path, permissions),
  writePath: path => writablePath(folder, path, permissions),
  allowHost: host => {
    if (permissions.net !== 'all' && !permissions.net.includes(host))
      throw engineError('host-refused', { host });
  },
  resolveSecrets: secrets.resolve,
  tempFile: suffix => {
    temporary += 1;
    return join(session.folder, `t${temporary}${suffix}`);
  },
  query: sql => session.rows(sql) as Promise<readonly (readonly Cell[])[]>,
  signal,
  progress: progress ?? (() => {}),
  warn: (code, data) => warn?.(secrets.redact(messageText(code, data))),
});
