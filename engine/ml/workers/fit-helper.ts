/** A thread that helps with a fit: with a tree, with trees of a forest, or with blocks of rows. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { invariant } from '../../diagnostics/errors.ts';
import { type Share, sharer, type TeamTask } from '../by-block/team.ts';
import { type ForestTask, forestPlace, type GrownTree, grownTree } from '../tree/forest.ts';
import { partOf, type Shared } from '../tree/shared.ts';
import { place, serve } from './board.ts';

/** Answers for blocks of shares that its owner told of before it asked. */
const helpWithBlocks = ({ board }: TeamTask, owner: MessagePort): never => {
  const acts: ((part: number) => void)[] = [];
  return serve(board, part => {
    const id = Atomics.load(board, place.about[0]);
    while (acts.length <= id) {
      const told = receiveMessageOnPort(owner);
      invariant(told !== undefined, 'a share is told of before it is asked for');
      acts.push(sharer(told.message as Share, board));
    }
    acts[id]?.(part);
  });
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

const help = (task: Shared | ForestTask | TeamTask, owner: MessagePort): void => {
  switch (task.kind) {
    case 'tree':
      serve(task.board, partOf(task));
      break;
    case 'forest':
      helpWithTrees(task, owner);
      break;
    case 'blocks':
      helpWithBlocks(task, owner);
      break;
  }
};

const owner = parentPort;
invariant(owner !== null, 'a worker has an owner');
owner.postMessage('ready');
help(workerData as Shared | ForestTask | TeamTask, owner);
