/** Whether another program works on a database, as far as the files beside it and the system tell. */
import { readFile, stat } from 'node:fs/promises';

/** Bytes of a database file that SQLite locks and never writes. A write lock on one of them announces a change. */
const firstLock = 0x40000000;
const lastLock = firstLock + 511;

/** Write locks on a file, from the list that Linux keeps; other systems have none that can be read. */
const isLockedForWriting = async (path: string): Promise<boolean> => {
  const locks = await readFile('/proc/locks', 'utf8').catch(() => '');
  if (locks === '') return false;
  const { ino } = await stat(path);
  return locks.split('\n').some(line => {
    const [, inode, from, to] =
      / WRITE +-?\d+ +[0-9a-f]+:[0-9a-f]+:(\d+) +(\d+) +(\d+|EOF)$/.exec(line) ?? [];
    // The number of the disk is not compared: layered file systems tell another one here than to `stat`.
    return Number(inode) === ino && Number(from) <= lastLock && !(Number(to) < firstLock);
  });
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Why a database may not be replaced now, or undefined. Those who only read it keep the file that they have open. */
export const heldBy = async (path: string): Promise<string | undefined> => {
  if (await isLockedForWriting(path)) return 'it is locked for a change';
  for (const ending of ['-wal', '-shm'])
    if (await isThere(`${path}${ending}`)) return `there is a write-ahead log beside it (${ending})`;
  return undefined;
};
