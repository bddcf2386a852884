/** Sentences about database sources and sinks. */
export const databaseMessages = {};
