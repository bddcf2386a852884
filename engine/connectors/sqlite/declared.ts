/** What a column's declared type says it is meant to hold. SQLite itself does not enforce it. */
export type Declared =
  | {
      readonly kind:
        | 'integer'
        | 'real'
        | 'text'
        | 'blob'
        | 'boolean'
        | 'date'
        | 'timestamp'
        | 'number'
        | 'any';
    }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number };

/** Reads a declared type such as `VARCHAR(20)` or `DECIMAL(10,2)`, by SQLite's rules of affinity and common names. */
export const declaredAs = (type: string): Declared => {
  const name = type.trim().toUpperCase();
  if (name === '') return { kind: 'any' };
  if (name.startsWith('BOOL')) return { kind: 'boolean' };
  if (name === 'DATE') return { kind: 'date' };
  if (name.startsWith('DATETIME') || name.startsWith('TIMESTAMP')) return { kind: 'timestamp' };
  if (name.includes('INT')) return { kind: 'integer' };
  if (/CHAR|CLOB|TEXT/.test(name)) return { kind: 'text' };
  if (name.includes('BLOB')) return { kind: 'blob' };
  if (/REAL|FLOA|DOUB/.test(name)) return { kind: 'real' };
  const parts = /^(?:DECIMAL|NUMERIC)\s*\(\s*(\d{1,3})\s*(?:,\s*(\d{1,3})\s*)?\)$/.exec(name);
  const precision = Number(parts?.[1] ?? 0);
  const scale = Number(parts?.[2] ?? 0);
  // A double holds 15 decimal digits; beyond them the declared decimal is not what the file can hold.
  return precision >= 1 && precision <= 15 && scale <= precision
    ? { kind: 'decimal', precision, scale }
    : { kind: 'number' };
};
