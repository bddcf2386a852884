/** What is known of each node when a run has ended. */
import type { Finished } from '../../engine/run/events.ts';
import type { NodeRun } from './run.ts';

/** A node that was at work when the run was stopped is not done, though a part of what it makes may be. */
export const nodesAtEnd = (
  before: ReadonlyMap<string, NodeRun>,
  { status, nodes: results, error }: Finished,
): ReadonlyMap<string, NodeRun> => {
  const nodes = new Map(before);
  for (const [node, result] of Object.entries(results))
    if (status === 'succeeded' || before.get(node)?.state !== 'running')
      nodes.set(node, { state: 'done', ...result });
  if (error?.node !== undefined) nodes.set(error.node, { state: 'failed', error });
  return nodes;
};
