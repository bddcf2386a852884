/** A thread that helps to grow trees. */
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../diagnostics/errors.ts';
import { place, type Shared, work } from './shared.ts';

const owner = parentPort;
invariant(owner !== null, 'a worker has an owner');
const shared = workerData as Shared;
const own = work(shared);
owner.postMessage('ready');
// It waits without its event loop: its owner ends it.
for (;;) {
  const task = Atomics.load(shared.board, place.task);
  own();
  Atomics.wait(shared.board, place.task, task);
}
