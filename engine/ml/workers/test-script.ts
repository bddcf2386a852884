/** For tests: programs that stand in for those of threads. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from '../../run/test-run.ts';

/** A worker's program of these lines. */
export const scriptOf = (text: string): string => {
  const path = join(folderWith({}), 'worker.cjs');
  writeFileSync(path, `const { parentPort: owner, workerData } = require('node:worker_threads');\n${text}`);
  return path;
};
