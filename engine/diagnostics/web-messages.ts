/** Sentences about web sources and sinks. */
export const webMessages = {};
