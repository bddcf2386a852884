/** Runs in the engine process: each opens the pipeline anew, with a session of its own. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EngineContract } from '../../engine/contract/contract.ts';
import type { Handlers, Server } from '../../engine/contract/rpc.ts';
import { isError } from '../../engine/diagnostics/diagnostic.ts';
import { EngineError, engineError } from '../../engine/diagnostics/errors.ts';
import { type RunEvent, unfinished } from '../../engine/run/events.ts';
import { openPipeline } from '../../engine/run/pipeline.ts';
import { catalogue } from '../../nodes/index.ts';
import { cacheFolder } from '../cli/cache-options.ts';

type RunHandlers = Pick<Handlers<EngineContract>, 'run.start' | 'run.cancel'>;

export const runHandlers = (emit: Server<EngineContract>['emit']): RunHandlers => {
  const running = new Map<string, AbortController>();
  return {
    'run.start': async ({ source, to, cache }) => {
      if (!source.trusted) throw engineError('not-trusted', {});
      const run = randomUUID();
      const controller = new AbortController();
      running.set(run, controller);
      const tell = (event: RunEvent) => emit('run.event', { run, doc: source.doc, event });
      // The answer goes out first, so that the screen knows the run before its first event.
      setImmediate(() => {
        void carryOut().finally(() => running.delete(run));
      });
      const carryOut = async (): Promise<void> => {
        const opened = await openPipeline({
          path: join(source.folder, source.file),
          bytes: new TextEncoder().encode(source.text),
          catalogue,
          parameters: source.parameters,
          env: process.env,
          secrets: new Map(source.secrets),
          signal: controller.signal,
          ...(cache && { cache: cacheFolder() }),
        });
        const wrong = (diagnostics: typeof opened.diagnostics): boolean => {
          for (const diagnostic of diagnostics) tell({ event: 'diagnostic', diagnostic });
          const first = diagnostics.find(isError);
          if (first === undefined) return false;
          const { code, message, node, param } = first;
          tell(unfinished('failed', { code, message, ...(node && { node }), ...(param && { param }) }));
          return true;
        };
        if (!('compile' in opened)) {
          wrong(opened.diagnostics);
          return;
        }
        try {
          const compiled = await opened.compile();
          if (wrong(compiled.diagnostics)) return;
          await opened.run({
            emit: tell,
            signal: controller.signal,
            ...(to !== undefined && to.length > 0 && { to }),
          });
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          const { code, message, node, param } = error;
          tell(
            unfinished(code === 'cancelled' ? 'cancelled' : 'failed', {
              code,
              message,
              ...(node && { node }),
              ...(param && { param }),
            }),
          );
        } finally {
          await opened.close();
        }
      };
      return { run };
    },
    'run.cancel': async ({ run }) => {
      running.get(run)?.abort();
      return undefined;
    },
  };
};
