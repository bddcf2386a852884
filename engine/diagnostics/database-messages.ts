import { didYouMean, listed, quoted, visible } from './words.ts';

type Server = { readonly host: string; readonly port: number };

const server = (d: Server): string =>
  quoted(d.host.includes(':') ? `[${d.host}]:${d.port}` : `${d.host}:${d.port}`);

/** `part of the text`, cut so that a server's essay stays one paragraph. */
const said = (text: string): string => visible(text.trim().replace(/\s+/g, ' ').replace(/\.$/, ''), 600);

/** Why a read in parts is not: several connections could not be given the same rows. */
type OneConnection =
  | { readonly why: 'engine'; readonly table: string; readonly engine: string }
  | { readonly why: 'privilege'; readonly whole: boolean }
  | { readonly why: 'busy' | 'servers' }
  | { readonly why: 'failed'; readonly reason: string };

const oneConnection = (d: OneConnection): string => {
  switch (d.why) {
    case 'engine':
      return `${quoted(d.table)} uses the storage engine ${d.engine}, which cannot show several connections the same rows. Read only InnoDB tables`;
    case 'privilege':
      return d.whole
        ? 'a query, a view or a condition with functions is read in parts only while the whole server is held for a moment, and the user may not do that. Grant RELOAD, name a table instead'
        : 'the user may not hold the table for the moment in which the connections begin. Grant LOCK TABLES';
    case 'busy':
      return 'others are writing, and so that they need not wait for this run it waited for no more than a second. Run again at a quieter time';
    case 'servers':
      return 'the connections lead to different servers, whose rows may differ. Connect to one server itself';
    case 'failed':
      return `${said(d.reason)}. Run again`;
  }
};

/** Sentences about database sources and sinks. Servers' own words arrive here already without secrets. */
export const databaseMessages = {
  'database-connection': (d: {
    problem: 'form' | 'scheme' | 'host' | 'database' | 'user' | 'sslmode' | 'ca-unused';
    expected: string;
  }) =>
    ({
      form: `The connection is not an address that can be read. Write it like ${quoted(d.expected)}.`,
      scheme: `The connection is an address of another kind of system. Write it like ${quoted(d.expected)}.`,
      host: `The connection names no host that can be reached over the network. Write it like ${quoted(d.expected)}.`,
      database: `The connection names no database. Write it like ${quoted(d.expected)}.`,
      user: `The connection names no user. Write it like ${quoted(d.expected)}.`,
      'ca-unused': `The connection names a certificate to check the server's against, but its SSL mode does not check. Set “ssl” (in an address “sslmode”) to ${d.expected}, or leave one of the two out.`,
      sslmode: `The connection asks for an unknown SSL mode. Use one of ${d.expected}.`,
    })[d.problem],
  'database-password-in-file': (d: { example: string }) =>
    `The connection holds a password as plain text. Put it into the environment and refer to it: ${quoted(d.example)}.`,
  'database-refused': (d: Server & { reason: string }) =>
    `No database server answers at ${server(d)}: ${said(d.reason)}. Check host and port, and that the server is running.`,
  'database-timeout': (d: Server & { seconds: number }) =>
    `The database server at ${server(d)} did not answer within ${d.seconds} seconds. Check host, port and firewall.`,
  'database-lost': (d: Server & { reason: string; writing: boolean }) =>
    `The connection to the database at ${server(d)} was lost: ${said(d.reason)}.${
      d.writing ? ' Nothing of this write was kept.' : ''
    } Run again once the server is back.`,
  'database-commit-unknown': (d: Server & { table: string }) =>
    `The connection to ${server(d)} was lost while the write to ${quoted(d.table)} was being committed. Look whether its rows are there before you run again.`,
  'database-auth': (d: Server & { user: string; database: string; plain?: boolean }) =>
    `The database server at ${server(d)} does not let the user ${quoted(d.user)} into ${quoted(d.database)}. Check the user, the password and what the user may do.${d.plain === true ? ' It may also insist on SSL, which the connection does without: set “ssl” to “require”.' : ''}`,
  'database-ssl': (d: Server & { reason: string }) =>
    `No secure connection to ${server(d)} could be made: ${said(d.reason)}. Check the setting “ssl” and the server's certificate. Where an authority of your own signed it, give its file as “ca” (in an address “sslrootcert” or “ssl-ca”).`,
  'database-ca': (d: { path: string }) =>
    `${quoted(d.path)} holds no certificate that can be read. Give a file in the PEM form, which begins with -----BEGIN CERTIFICATE-----.`,
  'database-unknown-database': (d: Server & { database: string }) =>
    `There is no database ${quoted(d.database)} on ${server(d)}. Check the last part of the connection.`,
  'database-unknown-table': (d: { table: string; tables: readonly string[]; near?: string }) =>
    `There is no table ${quoted(d.table)}.${didYouMean(d.near)} Tables: ${listed(d.tables)}.`,
  'database-unknown-column': (d: { column: string; columns: readonly string[]; near?: string }) =>
    `There is no column ${quoted(d.column)}.${didYouMean(d.near)} Columns: ${listed(d.columns)}.`,
  'database-duplicate-column': (d: { columns: readonly string[] }) =>
    `More than one column is called ${listed(d.columns)}. Give each a name of its own, in a query with “AS”.`,
  'database-no-columns': (d: { place: string }) =>
    `${quoted(d.place)} has no columns, so there is nothing to read.`,
  'database-changed': (d: { place: string; columns: readonly string[] }) =>
    `${quoted(d.place)} has changed since it was described: ${listed(d.columns)}. Refresh the node and run again.`,
  'database-name': (d: {
    name: string;
    problem: 'empty' | 'nul' | 'long' | 'parts' | 'space' | 'plane';
    limit?: string;
  }) =>
    `${quoted(d.name)} cannot be a name in this database: ${
      {
        empty: 'it is empty',
        nul: 'it contains a NUL character',
        long: `it is longer than ${d.limit ?? 'allowed'}`,
        parts: 'it has too many parts; write “table” or “schema.table”, and quote a name that contains a dot',
        space: 'it ends with a space',
        plane: 'it contains an emoji or another character that MySQL takes in values but not in names',
      }[d.problem]
    }.`,
  'database-partition': (d: { column: string; type: string }) =>
    `The column ${quoted(d.column)} is ${d.type} and cannot split a read. Choose a number, date or timestamp.`,
  'database-one-connection': (d: { place: string; wanted: number } & OneConnection) =>
    `${quoted(d.place)} is read over one connection instead of ${d.wanted}: ${oneConnection(d)}, or leave out “partition”.`,
  'database-query': (d: { message: string; hint?: string }) =>
    `The database server said: ${said(d.message)}.${d.hint === undefined ? '' : ` Hint: ${said(d.hint)}.`}`,
  'database-many-statements': (_: Record<string, never>) =>
    'The query is more than one statement. Write a single SELECT, without a semicolon between.',
  'database-value': (d: { column: string; value: string; why: string; way: string }) =>
    `The column ${quoted(d.column)} holds ${quoted(d.value)}, ${d.why}. ${d.way}.`,
  'database-exists': (d: { table: string }) =>
    `The table ${quoted(d.table)} exists already and is untouched. Choose the mode “append”, “overwrite” or “upsert”, or another name.`,
  'database-not-a-table': (d: { table: string; kind: string }) =>
    `${quoted(d.table)} is a ${d.kind} and cannot be written to. Name a table.`,
  'database-columns': (d: {
    table: string;
    extra: readonly string[];
    missing: readonly string[];
    columns: readonly string[];
  }) =>
    `The rows do not fit the table ${quoted(d.table)}.${
      d.extra.length === 0 ? '' : ` It has no column ${listed(d.extra)}.`
    }${d.missing.length === 0 ? '' : ` It needs ${listed(d.missing)}.`} Its columns: ${listed(d.columns)}.`,
  'database-key-missing': (d: { table: string; keys: readonly string[]; unique: readonly string[] }) =>
    `The table ${quoted(d.table)} has no primary key or unique index over exactly ${listed(d.keys)}, which an upsert needs. It has: ${listed(d.unique)}.`,
  'database-key-column': (d: { keys: readonly string[]; columns: readonly string[] }) =>
    `The rows have no key column ${listed(d.keys)}. Columns: ${listed(d.columns)}.`,
  'database-key-null': (d: { table: string; keys: readonly string[] }) =>
    `Some rows have no value in the key ${listed(d.keys)}, so they cannot be matched with rows of ${quoted(d.table)}. Drop or fill them first. The table is untouched.`,
  'database-duplicate-keys': (d: { table: string; keys: readonly string[] }) =>
    `More than one row has the same key ${listed(d.keys)}, so it is not clear which of them ${quoted(d.table)} should keep. Remove duplicates first. The table is untouched.`,
  'database-constraint': (d: { table: string; message: string }) =>
    `The table ${quoted(d.table)} refuses the rows: ${said(d.message)}. It is untouched.`,
  'database-not-transactional': (d: { table: string; engine: string }) =>
    `The table ${quoted(d.table)} uses the storage engine ${d.engine}, which cannot undo a failed write. Convert it to InnoDB.`,
  'database-row-size': (d: { table: string; bytes: number; limit: number }) =>
    `A row for ${quoted(d.table)} takes ${d.bytes} bytes, and the server takes ${d.limit} at once. Raise its setting “max_allowed_packet”. The table is untouched.`,
  'database-session': (d: Server & { setting: string }) =>
    `The server at ${server(d)} did not take the setting ${d.setting}, without which writing to it is not safe. A proxy in between may be the reason; connect to the server itself.`,
};
