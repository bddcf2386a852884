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
  validate: {
    summary: 'Check a pipeline and tell what it would touch',
    load: () => import('./validate.ts'),
  },
  describe: { summary: 'Show the columns at every port', load: () => import('./describe.ts') },
  preview: { summary: 'Show rows at a node', load: () => import('./preview.ts') },
  export: { summary: 'Write a pipeline as a PySpark program or as SQL', load: () => import('./export.ts') },
  design: { summary: 'Open the designer as a page on this machine', load: () => import('./design.ts') },
  serve: { summary: 'Serve a model over HTTP', load: () => import('./serve.ts') },
  nodes: { summary: 'List the node kinds, or explain one', load: () => import('./nodes.ts') },
  cache: { summary: 'Show or clear the results kept between runs', load: () => import('./cache.ts') },
  schema: { summary: 'Print the JSON Schema of the pipeline file', load: () => import('./schema.ts') },
};
