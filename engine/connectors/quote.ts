import { invariant } from '../diagnostics/errors.ts';

/** An identifier for DuckDB. The only place where names enter SQL. NUL cannot be in one and is refused earlier. */
export const ident = (name: string): string => {
  invariant(!name.includes('\u0000'), 'names with NUL are refused before SQL is written');
  return `"${name.replaceAll('"', '""')}"`;
};

/** A text constant for DuckDB. The only place where values enter SQL. */
export const text = (value: string): string =>
  value.includes('\u0000')
    ? value
        .split('\u0000')
        .map(part => text(part))
        .join(' || chr(0) || ')
    : `'${value.replaceAll("'", "''")}'`;
