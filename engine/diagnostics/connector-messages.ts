import { databaseMessages } from './database-messages.ts';
import { filesMessages } from './files-messages.ts';
import { webMessages } from './web-messages.ts';
import { workbookMessages } from './workbook-messages.ts';

export const connectorMessages = {
  ...filesMessages,
  ...webMessages,
  ...databaseMessages,
  ...workbookMessages,
  'source-asking': (_: Record<string, never>) => 'Still asking; the columns are not known yet.',
  'source-silent': (d: { seconds: number }) =>
    `No answer for ${d.seconds} seconds. Check the address, and whether the server is up; it is asked again at the next change.`,
};
