import type { SourceConnector } from '../contract.ts';
import type { HttpOptions } from './options.ts';

/**
 * Reads JSON, CSV or NDJSON from a web address, page by page. The work is imported when first asked for, so that a
 * program which never reads the web never loads it.
 */
export const http: SourceConnector<HttpOptions> = {
  name: 'http',
  reads: 'rows',
  describe: async (options, world) => (await import('./connector.ts')).describe(options, world),
  load: async (options, columns, stage, world) =>
    (await import('./connector.ts')).load(options, columns, stage, world),
};
