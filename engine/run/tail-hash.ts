/**
 * The SHA-256 of a file while it is being written. DuckDB writes its files from front to back and never goes back, so
 * what is there already can be hashed in the pauses of the writing; only the rest is left for the end.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

type TailHash = {
  /** Hashes what is left. Call it once, after the writing ended. */
  readonly finish: () => Promise<{ sha256: string; bytes: number }>;
  /** Gives up, after a failed write. */
  readonly stop: () => Promise<void>;
};

const pauseMs = 25;
const readSize = 4 << 20;
/** What is written is sent on to the disk in steps of this many bytes, so that little is left to wait for at the end. */
const syncStep = 64 << 20;

/** Follows a file that does not exist yet. */
export const followFile = (path: string): TailHash => {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(readSize);
  let file: FileHandle | undefined;
  let bytes = 0;
  let sent = 0;
  let sending: Promise<void> | undefined;
  let done = false;
  let wake = () => {};
  const sendOn = (of: FileHandle): void => {
    if (bytes - sent < syncStep || sending !== undefined) return;
    sent = bytes;
    // A disk that refuses says so again when the whole file is synced.
    sending = of
      .datasync()
      .catch(() => {})
      .finally(() => {
        sending = undefined;
      });
  };
  const close = async (): Promise<void> => {
    await sending;
    await file?.close();
  };
  const readOn = async (): Promise<void> => {
    file ??= await open(path, 'r').catch(() => undefined);
    if (file === undefined) return;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, readSize, bytes);
      if (bytesRead === 0) return;
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
      sendOn(file);
    }
  };
  const following = (async () => {
    while (!done) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (!done) await readOn();
    }
  })();
  const stop = async (): Promise<void> => {
    done = true;
    wake();
    await following.catch(() => {});
    await close();
  };
  return {
    stop,
    finish: async () => {
      done = true;
      wake();
      await following;
      try {
        await readOn();
        return { sha256: hash.digest('hex'), bytes };
      } finally {
        await close();
      }
    },
  };
};
