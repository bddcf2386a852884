/**
 * What a CommonJS library exports. Imported by Node its names are there one by one; in a bundle they are only in
 * `default`.
 */
export const commonJs = <T extends object>(imported: T): T =>
  'default' in imported && typeof imported.default === 'object' && imported.default !== null
    ? (imported.default as T)
    : imported;
