/** A name as SQLite reads it in SQL. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Names joined with commas, quoted. */
export const quotedList = (names: readonly string[]): string => names.map(quote).join(', ');
