/** A thread that fits what it is told to, one thing after another, to rows that its owner has. */
import { parentPort } from 'node:worker_threads';
import { invariant } from '../../diagnostics/errors.ts';
import { fitEstimator } from '../run/estimators.ts';
import { farEngine } from './far-engine.ts';
import { type FitOrder, faultOf, type Report } from './protocol.ts';

const owner = parentPort;
invariant(owner !== null, 'a worker has an owner');
const tell = (report: Report): void => owner.postMessage(report);

const fitted = async ({ choice, lesson: { rel, ...lesson }, room }: FitOrder): Promise<Report> => {
  const engine = { ...farEngine(owner), ...(room !== undefined && { room }) };
  try {
    return { say: 'fitted', model: await fitEstimator(choice, { ...lesson, data: { engine, rel } }) };
  } catch (error) {
    return { say: 'failed', fault: faultOf(error) };
  }
};

owner.on('message', async (order: FitOrder) => tell(await fitted(order)));
tell({ say: 'ready' });
