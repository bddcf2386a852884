/** Sentences about nodes, settings, columns and expressions. */
export const compileMessages = {};
