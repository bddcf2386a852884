import { engineError } from '../../diagnostics/errors.ts';
import type { TableName } from '../database/names.ts';
import { checked } from '../database/names.ts';

/** The server cuts longer names silently, so they are refused. */
const longest = 63;

/** A name as PostgreSQL reads it exactly, whatever is in it. The only place that quotes names. */
export const quoteName = (name: string): string => {
  if (Buffer.byteLength(checked(name)) > longest)
    throw engineError('database-name', { name, problem: 'long', limit: `${longest} bytes` });
  return `"${name.replaceAll('"', '""')}"`;
};

export const quoteTable = (name: TableName): string =>
  name.schema === undefined ? quoteName(name.table) : `${quoteName(name.schema)}.${quoteName(name.table)}`;

/** A text literal. Sessions run with standard_conforming_strings on, so only quotes need care. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
