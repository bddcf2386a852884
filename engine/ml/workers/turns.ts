/** Who may go on when: work in its order at a few at a time, and statements one after another. */
import type { Engine } from '../engine.ts';

/**
 * Works on items in their order, at most so many at a time; an item is only asked for when there is room for it. Answers
 * come in the order of the items, and of several errors the one of the first item, so nothing depends on who is faster.
 * After an error nothing is begun, and what was begun comes to its end.
 */
export const inTurns = async <T, R>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const answers: R[] = [];
  const failures = new Map<number, unknown>();
  const waiting = items[Symbol.iterator]();
  let begun = 0;
  const goOn = async (): Promise<void> => {
    while (failures.size === 0) {
      const { value, done } = waiting.next();
      if (done) return;
      const at = begun++;
      try {
        answers[at] = await work(value);
      } catch (error) {
        failures.set(at, error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return answers;
};

/** An engine for several askers: a connection holds one open answer, and another statement would end it. */
export const oneAtATime = (engine: Engine): Engine => {
  let last = Promise.resolve();
  const turn = async (): Promise<() => void> => {
    const before = last;
    let end = (): void => {};
    last = new Promise(done => {
      end = done;
    });
    await before;
    return end;
  };
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    const end = await turn();
    try {
      return await work();
    } finally {
      end();
    }
  };
  return {
    ...engine,
    rows: rel => alone(() => engine.rows(rel)),
    keep: async rel => {
      const kept = await alone(() => engine.keep(rel));
      return { rel: kept.rel, drop: () => alone(kept.drop) };
    },
    async *blocks(rel) {
      const end = await turn();
      try {
        yield* engine.blocks(rel);
      } finally {
        end();
      }
    },
  };
};
