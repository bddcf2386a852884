import type { MessageCode } from './messages.ts';

/**
 * Faults that a connector meets while it asks the world, though the pipeline or the arguments are what is wrong: a
 * setting that nothing can mean, a column that is not there, a permission that was not given. Another try is no help.
 */
const ofThePipeline: ReadonlySet<MessageCode> = new Set<MessageCode>([
  'path-refused',
  'host-refused',
  'secret-refused',
  'secret-missing',
  'database-connection',
  'database-password-in-file',
  'database-name',
  'database-unknown-column',
  'database-duplicate-column',
  'database-no-columns',
  'database-partition',
  'database-query',
  'database-many-statements',
  'file-unknown-column',
  'json-no-rows',
  'sheet-range',
  'workbook-unknown-column',
  'sqlite-no-table',
  'sqlite-unknown-column',
  'sqlite-duplicate-column',
  'http-bad-url',
  'http-bad-header',
  'http-address-refused',
  'http-format-unknown',
  'http-rows-path',
  'http-rows-unclear',
  'http-paging-format',
  'html-bad-selector',
  'html-header-row',
]);

/** Whether the world is at fault: a file, server, table or disk. The pipeline may be right, another try may do. */
export const isWorldFault = (code: MessageCode): boolean => !ofThePipeline.has(code);
