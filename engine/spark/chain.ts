/** A frame and the methods called on it one after the other. */
import { layCall } from './layout.ts';

/** A frame and the calls on it. `steps` are methods with their arguments, Python already. */
export type Chain = {
  readonly base: string;
  readonly steps: readonly { readonly method: string; readonly args: readonly string[] }[];
};

export const called = (chain: Chain, method: string, ...args: readonly string[]): Chain => ({
  base: chain.base,
  steps: [...chain.steps, { method, args }],
});

/** A chain as one expression, broken over lines when it is long. Lines after the first are indented from zero. */
export const chainText = (chain: Chain, room: number): string => {
  const line = chain.base + chain.steps.map(s => `.${s.method}(${s.args.join(', ')})`).join('');
  if (line.length <= room && !line.includes('\n') && chain.steps.length <= 2) return line;
  if (chain.steps.length === 0) return chain.base;
  const [first, ...rest] = chain.steps;
  // The first call stays with a frame that has a short name.
  const start = /^[\w.]{1,12}$/.test(chain.base) && first !== undefined;
  const head = start ? layCall(`${chain.base}.${first.method}`, first.args, room - 4) : chain.base;
  const steps = (start ? rest : chain.steps).map(s => layCall(`.${s.method}`, s.args, room - 4));
  if (steps.length === 0) return head;
  return `(\n    ${[head, ...steps].join('\n').replaceAll('\n', '\n    ')}\n)`;
};
