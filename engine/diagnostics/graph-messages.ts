/** Sentences about the pipeline file as a document. */
export const graphMessages = {};
