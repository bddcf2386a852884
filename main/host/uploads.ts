/** Brings dropped files into a folder: beside the target first, in its place when complete, never over another file. */
import { randomBytes } from 'node:crypto';
import { type FileHandle, link, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RpcError } from '../../engine/contract/rpc.ts';
import { isLeftOver, processTag } from '../../engine/run/owner.ts';
import { numbered, safeName } from './file-names.ts';

type Upload = {
  readonly folder: string;
  readonly name: string;
  readonly size: number;
  readonly temporary: string;
  readonly file: FileHandle;
  written: number;
  timer: NodeJS.Timeout | undefined;
};

export type Uploads = {
  start(folder: string, name: string, size: number): Promise<{ upload: string; path: string }>;
  add(upload: string, bytes: Uint8Array): Promise<void>;
  /** Gives the path of the file. */
  finish(upload: string): Promise<string>;
  cancel(upload: string): Promise<void>;
  stop(): Promise<void>;
};

/** A page that says nothing for so long is gone. */
const patienceMs = 60_000;
const mostAtOnce = 16;
const mostNames = 1000;

const temporaryName = /^\.upload-(\d+)-([0-9a-f]{8})-[0-9a-f]{16}\.millrace-tmp$/;

const refused = (code: string, message: string): RpcError => new RpcError({ code, message });

const unwritable = (name: string, cause: unknown): RpcError => {
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EACCES: 'the folder may not be written to',
    EPERM: 'the folder may not be written to',
    EROFS: 'the disk is read-only',
  };
  const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? 'the system refuses';
  return refused('upload-failed', `“${name}” cannot be copied here: ${reason}. Nothing was changed.`);
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const chunk = 1 << 20;

/** Whether two files hold the same bytes. */
const same = async (a: string, b: string): Promise<boolean> => {
  const [left, right] = [await open(a, 'r'), await open(b, 'r')];
  try {
    const [l, r] = [Buffer.alloc(chunk), Buffer.alloc(chunk)];
    for (let at = 0; ; at += chunk) {
      const [x, y] = [await left.read(l, 0, chunk, at), await right.read(r, 0, chunk, at)];
      if (x.bytesRead !== y.bytesRead) return false;
      if (!l.subarray(0, x.bytesRead).equals(r.subarray(0, y.bytesRead))) return false;
      if (x.bytesRead < chunk) return true;
    }
  } finally {
    await left.close();
    await right.close();
  }
};

/** What processes that are gone have left in a folder. */
const sweep = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid, tag] = temporaryName.exec(name) ?? [];
    if (pid !== undefined && tag !== undefined && isLeftOver(Number(pid), tag))
      await rm(join(folder, name), { force: true }).catch(() => {});
  }
};

/** The file takes the first free name; a file of the same name and bytes is taken as it is. */
const place = async ({ temporary, folder, name }: Upload): Promise<string> => {
  for (let n = 1; n <= mostNames; n++) {
    const target = join(folder, numbered(name, n));
    try {
      await link(temporary, target);
      return target;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (await same(temporary, target).catch(() => false)) return target;
    }
  }
  throw refused('upload-failed', `There are ${mostNames} files named like “${name}”. Give it another name.`);
};

export const openUploads = (): Uploads => {
  const going = new Map<string, Upload>();
  let last = 0;

  const must = (id: string): Upload => {
    const found = going.get(id);
    if (found === undefined) throw refused('unknown-upload', 'This copy has ended. Drop the file again.');
    return found;
  };
  const cancel = async (id: string): Promise<void> => {
    const upload = going.get(id);
    if (upload === undefined) return;
    going.delete(id);
    clearTimeout(upload.timer);
    await upload.file.close().catch(() => {});
    await rm(upload.temporary, { force: true });
  };
  const wait = (id: string, upload: Upload): void => {
    clearTimeout(upload.timer);
    upload.timer = setTimeout(() => void cancel(id), patienceMs);
    upload.timer.unref();
  };

  return {
    start: async (folder, given, size) => {
      const name = safeName(given);
      if (name === undefined)
        throw refused(
          'upload-refused',
          `“${given.slice(0, 100)}” is no file that can be read here. Drop CSV, Parquet, JSON, Excel or SQLite files.`,
        );
      if (going.size >= mostAtOnce)
        throw refused('upload-refused', `More than ${mostAtOnce} files at one time. Drop fewer.`);
      await sweep(folder);
      const temporary = join(
        folder,
        `.upload-${process.pid}-${processTag}-${randomBytes(8).toString('hex')}.millrace-tmp`,
      );
      const file = await open(temporary, 'wx', 0o600).catch(cause => {
        throw unwritable(name, cause);
      });
      last += 1;
      const id = `upload:${last}`;
      const upload: Upload = { folder, name, size, temporary, file, written: 0, timer: undefined };
      going.set(id, upload);
      wait(id, upload);
      let n = 1;
      while (n < mostNames && (await exists(join(folder, numbered(name, n))))) {
        // A file of that name and size is probably the same one.
        if ((await stat(join(folder, numbered(name, n)))).size === size) break;
        n += 1;
      }
      return { upload: id, path: join(folder, numbered(name, n)) };
    },
    add: async (id, bytes) => {
      const upload = must(id);
      if (upload.written + bytes.byteLength > upload.size) {
        await cancel(id);
        throw refused('upload-refused', `“${upload.name}” is longer than was said. Nothing was changed.`);
      }
      const at = upload.written;
      upload.written += bytes.byteLength;
      wait(id, upload);
      try {
        await upload.file.write(bytes, 0, bytes.byteLength, at);
      } catch (cause) {
        await cancel(id);
        throw unwritable(upload.name, cause);
      }
    },
    finish: async id => {
      const upload = must(id);
      try {
        if (upload.written !== upload.size)
          throw refused('upload-refused', `“${upload.name}” did not come whole. Drop it again.`);
        await upload.file.chmod(0o644);
        await upload.file.sync();
        return await place(upload);
      } catch (cause) {
        throw cause instanceof RpcError ? cause : unwritable(upload.name, cause);
      } finally {
        await cancel(id);
      }
    },
    cancel,
    stop: async () => {
      for (const id of [...going.keys()]) await cancel(id);
    },
  };
};
