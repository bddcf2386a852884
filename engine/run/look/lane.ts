/** Queries of one connection, one after another; what is not wanted any more ends or never starts. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { engineError } from '../../diagnostics/errors.ts';

export type Lane = <T>(work: (connection: DuckDBConnection) => Promise<T>, signal: AbortSignal) => Promise<T>;

/** How often an interrupt is said again: one that falls between two statements is forgotten by the engine. */
const againMs = 50;

/** Interrupts a connection from the abort of the signal until `end` is called. */
export const interruptOn = (
  signal: AbortSignal,
  connection: DuckDBConnection,
): { readonly end: () => void } => {
  let again: NodeJS.Timeout | undefined;
  const stop = () => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), againMs);
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  return {
    end: () => {
      clearInterval(again);
      signal.removeEventListener('abort', stop);
    },
  };
};

export const laneOf = (connection: DuckDBConnection): Lane => {
  let turn: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    const mine = turn.then(async () => {
      if (signal.aborted) throw engineError('cancelled', {});
      const watched = interruptOn(signal, connection);
      try {
        return await work(connection);
      } catch (error) {
        throw signal.aborted ? engineError('cancelled', {}, {}, error) : error;
      } finally {
        watched.end();
      }
    });
    turn = mine.catch(() => {});
    return mine;
  };
};
