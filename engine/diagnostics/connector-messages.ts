import { databaseMessages } from './database-messages.ts';
import { filesMessages } from './files-messages.ts';
import { webMessages } from './web-messages.ts';
import { workbookMessages } from './workbook-messages.ts';

export const connectorMessages = {
  ...filesMessages,
  ...webMessages,
  ...databaseMessages,
  ...workbookMessages,
};
