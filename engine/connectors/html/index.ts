import type { SourceConnector } from '../contract.ts';
import type { HtmlOptions } from './options.ts';

/** Reads a table of a web page or HTML file. Parser and client are imported when first asked for. */
export const html: SourceConnector<HtmlOptions> = {
  name: 'html',
  reads: 'rows',
  describe: async (options, world) => (await import('./connector.ts')).describe(options, world),
  load: async (options, columns, stage, world) =>
    (await import('./connector.ts')).load(options, columns, stage, world),
};
