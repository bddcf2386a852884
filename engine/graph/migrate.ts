/** A pipeline file of any version: only that it is an object is known. */
export type RawDocument = { readonly [field: string]: unknown };

/**
 * One step from a document version to the next. `up` is pure, leaves what it does not understand as it is, and copes
 * with any JSON: the shape is checked afterwards. The version number itself is set by `migrate`.
 */
export type Migration = {
  readonly to: number;
  readonly name: string;
  readonly up: (document: RawDocument) => RawDocument;
};

/** All steps in order. Version 1 is the first, so there is none yet. */
export const migrations: readonly Migration[] = [];

/** The document in the newest version that the steps lead to; unchanged when it is there already. */
export const migrate = (document: RawDocument, steps: readonly Migration[] = migrations): RawDocument =>
  steps.reduce((current, step) => {
    const { version } = current;
    return version === step.to - 1 ? { ...step.up(current), version: step.to } : current;
  }, document);
