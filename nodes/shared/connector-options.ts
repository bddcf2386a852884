import type { Json } from '../../engine/schema/types.ts';

/** Options for a connector as plain JSON: settings that were left out are left out. */
export const jsonOptions = (options: object): Json => JSON.parse(JSON.stringify(options)) as Json;

/** `\t` as people type it, or the tab itself. */
export const delimiterOf = (text: string): string => (text === '\\t' ? '\t' : text);
