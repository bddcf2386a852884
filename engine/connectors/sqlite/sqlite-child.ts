/*
 * The child process that holds a SQLite database in memory. A damaged file, an endless view or a database that is too
 * large can stop this process, and nothing else. Argument: the path of sql-wasm.wasm.
 */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import initSqlJs from 'sql.js';
import { answerer } from './answering.ts';
import type { Question } from './protocol.ts';

/**
 * Ends this process when its parent is gone. The main thread may be deep in an endless query and hear nothing, so a
 * thread of its own watches.
 */
const endWithParent = (): void => {
  const watch = `const { workerData } = require('node:worker_threads');
setInterval(() => {
  try { if (process.ppid !== workerData) throw 0; process.kill(workerData, 0); }
  catch { process.kill(process.pid, 'SIGKILL'); }
}, 500);`;
  new Worker(watch, { eval: true, workerData: process.ppid }).unref();
  process.on('disconnect', () => process.exit(0));
};

const main = async (): Promise<void> => {
  endWithParent();
  const wasm = readFileSync(process.argv[2] ?? '');
  const sql = await initSqlJs({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
  });
  const answer = answerer(sql);
  process.on('message', question => {
    process.send?.(answer(question as Question));
  });
  process.send?.({ result: null });
};

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
