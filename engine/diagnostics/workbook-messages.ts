/** Sentences about workbook sources and sinks. */
export const workbookMessages = {};
