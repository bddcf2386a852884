import type { Answer, Need } from './needs.ts';

/** Runs a compilation, getting each fact it asks for from `answer`. */
export const drive = async <T>(
  compilation: Generator<Need, T, Answer>,
  answer: (need: Need) => Promise<Answer> | Answer,
): Promise<T> => {
  let step = compilation.next();
  while (!step.done) step = compilation.next(await answer(step.value));
  return step.value;
};
