/** Where a file that was made as a whole goes. */
export type BytesOptions = { readonly path: string };
