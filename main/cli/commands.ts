/** The commands by name. Each is loaded when it is used, which keeps the start short. */
export type Command = {
  readonly summary: string;
  readonly usage: string;
  readonly help: string;
  readonly run: (words: readonly string[]) => Promise<number>;
};

export type Entry = { readonly summary: string; readonly load: () => Promise<Command> };

export const commands: { readonly [name: string]: Entry } = {
  run: { summary: 'Run a pipeline and write its outputs', load: () => import('./run.ts') },
};
