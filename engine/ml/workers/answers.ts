/** The owner's side of a question: the engine is asked, and its rows go to the worker. */
import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import type { Engine } from '../engine.ts';
import { type Answer, blocksAhead, faultOf, type Report } from './protocol.ts';

export const answer = async (engine: Engine, question: Extract<Report, { say: 'ask' }>): Promise<void> => {
  const { port, rel } = question;
  try {
    if (question.for === 'rows') send(port, { rows: await engine.rows(rel) });
    else if (question.for === 'keep') await lend(engine, question);
    else await sendBlocks(engine, question);
  } catch (error) {
    send(port, { fault: faultOf(error) });
  }
};

const send = (port: MessagePort, message: Answer, moved: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, moved);

/** Keeps rows until the worker has no more use for them, or is gone. */
const lend = async (engine: Engine, { port, rel }: Extract<Report, { say: 'ask' }>): Promise<void> => {
  const closed = once(port, 'close');
  const kept = await engine.keep(rel);
  send(port, { kept: kept.rel });
  await closed;
  await kept.drop();
};

/** Never more than a few blocks ahead, so that memory stays bounded however slow the worker is. */
const sendBlocks = async (engine: Engine, { port, rel }: Extract<Report, { say: 'ask' }>): Promise<void> => {
  let [room, closed, wake] = [blocksAhead, false, (): void => {}];
  port.on('message', () => {
    room++;
    wake();
  });
  // A worker that has enough, or is gone.
  port.on('close', () => {
    closed = true;
    wake();
  });
  for await (const { rows, stride, values } of engine.blocks(rel)) {
    while (room === 0 && !closed)
      await new Promise<void>(done => {
        wake = done;
      });
    if (closed) return;
    room--;
    // The engine writes the next block where this one is.
    const own = values.slice();
    send(port, { block: { rows, stride, values: own } }, [own.buffer]);
  }
  send(port, { end: true });
};
