/** A thread that helps with a fit: with trees of a forest, or with whatever a team shares. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { invariant } from '../../diagnostics/errors.ts';
import { type ForestTask, forestPlace, type GrownTree, grownTree } from '../tree/forest.ts';
import { place, serve } from './board.ts';
import { actOf } from './shares.ts';
import type { TeamTask, Told } from './team.ts';

/** Does parts of shares that its owner told of before it gave them out. */
const helpTeam = ({ board }: TeamTask, owner: MessagePort): never => {
  const acts: (((part: number) => void) | undefined)[] = [];
  return serve(board, part => {
    const id = Atomics.load(board, place.about[0]);
    while (acts.length <= id) {
      const told = receiveMessageOnPort(owner);
      invariant(told !== undefined, 'a share is told of before it is given out');
      const { share, instead } = told.message as Told;
      if (instead) acts.fill(undefined);
      acts.push(actOf(share, board));
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

const owner = parentPort;
invariant(owner !== null, 'a worker has an owner');
owner.postMessage('ready');
const task = workerData as ForestTask | TeamTask;
if (task.kind === 'forest') helpWithTrees(task, owner);
else helpTeam(task, owner);
