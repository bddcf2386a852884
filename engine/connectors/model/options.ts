/** Where a model file is. */
export type ModelOptions = { readonly path: string };
