/** The worker's side of a question: an engine whose rows are elsewhere. */
import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { invariant } from '../../diagnostics/errors.ts';
import type { Rel } from '../../plan/relation.ts';
import type { Engine } from '../engine.ts';
import { type Answer, errorOf, type Report } from './protocol.ts';

export const farEngine = (owner: MessagePort): Engine => {
  const ask = (question: 'rows' | 'blocks' | 'keep', rel: Rel): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    const report: Report = { say: 'ask', for: question, rel, port: port2 };
    owner.postMessage(report, [port2]);
    return port1;
  };
  return {
    rows: async rel => {
      const port = ask('rows', rel);
      try {
        const [answer] = (await once(port, 'message')) as [Answer];
        if ('fault' in answer) throw errorOf(answer.fault);
        invariant('rows' in answer, 'rows are answered with rows');
        return answer.rows;
      } finally {
        port.close();
      }
    },
    async *blocks(rel) {
      const port = ask('blocks', rel);
      const come: Answer[] = [];
      let wake = (): void => {};
      port.on('message', (answer: Answer) => {
        come.push(answer);
        wake();
      });
      try {
        for (;;) {
          const answer = come.shift();
          if (answer === undefined) {
            await new Promise<void>(done => {
              wake = done;
            });
            continue;
          }
          if ('fault' in answer) throw errorOf(answer.fault);
          if (!('block' in answer)) return;
          yield answer.block;
          port.postMessage('more');
        }
      } finally {
        port.close();
      }
    },
    keep: async rel => {
      const port = ask('keep', rel);
      const [answer] = (await once(port, 'message')) as [Answer];
      if ('kept' in answer) return { rel: answer.kept, drop: async () => port.close() };
      port.close();
      invariant('fault' in answer, 'rows are kept, or it is said why not');
      throw errorOf(answer.fault);
    },
  };
};
