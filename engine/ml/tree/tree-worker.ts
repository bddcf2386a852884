/** A thread that helps to grow trees: a tree with others, or trees of a forest. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../diagnostics/errors.ts';
import { type ForestTask, forestPlace, type GrownTree, grownTree } from './forest.ts';
import { place, type Shared, work } from './shared.ts';

/** It waits without its event loop: its owner ends it. */
const helpWithSums = (shared: Shared): never => {
  const own = work(shared);
  for (;;) {
    const task = Atomics.load(shared.board, place.task);
    own();
    Atomics.wait(shared.board, place.task, task);
  }
};

/** Grows trees until none is left. */
const helpWithTrees = ({ plan, board }: ForestTask, owner: MessagePort): void => {
  // Its owner listens by then.
  Atomics.wait(board, forestPlace.go, 0);
  for (;;) {
    const at = Atomics.add(board, forestPlace.next, 1);
    if (at >= plan.trees) return;
    const grown: GrownTree = { at, tree: grownTree(plan, at) };
    owner.postMessage(grown);
  }
};

const owner = parentPort;
invariant(owner !== null, 'a worker has an owner');
const task = workerData as Shared | ForestTask;
owner.postMessage('ready');
if (task.kind === 'sums') helpWithSums(task);
else helpWithTrees(task, owner);
