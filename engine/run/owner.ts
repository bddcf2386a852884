/** Which process of which machine a temporary file belongs to, so that only what is truly left over is removed. */
import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Two containers that share a folder do not share process ids; this tells their files apart. */
const hostTag = createHash('sha256').update(hostname()).digest('hex').slice(0, 4);

/** Eight characters for names of temporary files: four of the machine, four of this process. */
export const processTag = hostTag + randomBytes(2).toString('hex');

/** Whether the process that made a file is gone. False where it ran on another machine, which nobody can know. */
export const isLeftOver = (pid: number, tag: string): boolean => tag.startsWith(hostTag) && !isAlive(pid);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
