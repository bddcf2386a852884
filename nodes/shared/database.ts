/** Settings and helpers that the kinds for database servers share. */
import { z } from 'zod';
import type { Capability, Lowered, Problem } from '../../engine/catalogue/node.ts';
import { choice, columns, group, integer, labelled, path, text } from '../../engine/catalogue/params.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { jsonOptions } from './connector-options.ts';

/** Where a server is: an address, usually one secret, or its parts with a secret for the password. */
export const connectionParam = (address: string) =>
  labelled(
    z.union([
      text({ secrets: true, label: 'Address' }).min(1),
      group(
        {
          host: text({ label: 'Host' }).min(1),
          port: integer({ label: 'Port', min: 1, max: 65_535 }).optional(),
          database: text({ label: 'Database' }).min(1),
          user: text({ label: 'User', secrets: true }).min(1),
          password: text({ label: 'Password', help: 'Only as ${env:NAME}.', secrets: true }).optional(),
          ssl: choice(['disable', 'prefer', 'require', 'verify-full'], {
            label: 'SSL',
            help: 'Only verify-full checks who the server is; it is the default with a certificate file.',
          }).optional(),
          ca: path({
            label: 'Certificate file',
            help: 'PEM file of the authority that signed the server’s certificate, where the system does not know it.',
            access: 'read',
            extensions: ['pem', 'crt', 'cer'],
          }).optional(),
        },
        { label: 'Host and user' },
      ),
    ]),
    {
      label: 'Connection',
      widget: 'secret',
      secrets: true,
      help: `An address such as ${address}, best as \${env:NAME}, or host, database, user and password. An address may end in ?sslmode=verify-full and &sslrootcert=FILE (or &ssl-ca=FILE).`,
      placeholder: address,
    },
  );

type Connection =
  | string
  | {
      readonly host: string;
      readonly port?: number | undefined;
      readonly database: string;
      readonly ca?: string | undefined;
    };

/** What a person may see of a connection before trusting it: never a user, a password or a query. */
const shownConnection = (connection: Connection, scheme: string): string => {
  if (typeof connection !== 'string') {
    const port = connection.port === undefined ? '' : `:${connection.port}`;
    return `${scheme}://${connection.host}${port}/${connection.database}`;
  }
  return connection.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1').replace(/[?#].*$/s, '');
};

/** The certificate file that a connection names, as far as the pipeline file shows it. */
const caOf = (connection: Connection): readonly string[] => {
  if (typeof connection !== 'string') return connection.ca === undefined ? [] : [connection.ca];
  const named = /[?&](?:sslrootcert|ssl-ca)=([^&#]+)/.exec(connection)?.[1];
  return named === undefined ? [] : [named];
};

export const databaseCapability =
  (scheme: string) =>
  ({ connection }: { readonly connection: Connection }): readonly Capability[] => [
    { kind: 'db', connection: shownConnection(connection, scheme) },
    ...caOf(connection).map(path => ({ kind: 'read', path }) as const),
  ];

/** Which rows to read: the same for every server. */
export const selectionParams = {
  table: text({ label: 'Table', help: '`table` or `schema.table`. Either this or a query.' })
    .min(1)
    .optional(),
  query: text({ label: 'Query', multiline: true, help: "One SELECT in the server's own SQL." })
    .min(1)
    .optional(),
  columns: labelled(z.array(z.string().min(1)).min(1), {
    label: 'Columns',
    widget: 'list',
    help: 'All when left out. Fewer columns are less to transfer.',
  }).optional(),
  where: text({ label: 'Condition', help: "In the server's own SQL; it is checked there.", advanced: true })
    .min(1)
    .optional(),
  partition: group(
    {
      column: text({ label: 'Column' }).min(1),
      parts: integer({ label: 'Parts', min: 1, max: 64 }),
    },
    {
      label: 'Read in parts',
      help: 'Ranges of a number, date or timestamp, read over at most four connections that all see the same rows.',
      advanced: true,
    },
  ).optional(),
};

type Selection = { readonly table?: string | undefined; readonly query?: string | undefined };

/** A read takes a table or a query, and one of them. */
const selectionProblems = (params: Selection): readonly Problem[] => {
  if (params.table !== undefined && params.query !== undefined)
    return [{ param: 'query', message: 'Both a table and a query are given. Remove one of them.' }];
  if (params.table === undefined && params.query === undefined)
    return [{ param: 'table', message: 'Nothing says what to read. Give a table or a query.' }];
  return [];
};

export const writeModeParam = choice(['create', 'append', 'overwrite', 'upsert'], {
  label: 'When the table is there',
  help: 'create: fail; append: add rows; overwrite: replace all rows; upsert: replace rows with equal keys.',
});

export const keysParam = columns({ label: 'Keys', help: 'Columns that identify a row, for upsert.' });

/** Keys belong to upsert, and upsert needs them. */
const keyProblems = (mode: string, keys: readonly unknown[]): readonly Problem[] => {
  if (mode === 'upsert' && keys.length === 0)
    return [
      { param: 'keys', message: 'The mode “upsert” needs the columns that identify a row. Give “keys”.' },
    ];
  if (mode !== 'upsert' && keys.length > 0)
    return [
      {
        param: 'keys',
        message: `Keys are only used by the mode “upsert”; the mode is “${mode}”. Remove “keys”.`,
      },
    ];
  return [];
};

/** The rows of a selection from a server. */
export const databaseScan = (connector: string, params: Selection): Lowered => {
  const problems = selectionProblems(params);
  if (problems.length > 0) return { problems };
  return { outputs: { out: { op: 'scan', connector, options: jsonOptions(params) } } };
};

/** Rows on their way to a table. */
export const databaseSink = (
  connector: string,
  params: { readonly mode: string; readonly keys: readonly { readonly name: string }[] },
  input: Rel,
): Lowered => {
  const { keys, ...options } = params;
  const problems = keyProblems(params.mode, keys);
  if (problems.length > 0) return { problems };
  const named = keys.length > 0 && { keys: keys.map(k => k.name) };
  return { sinks: [{ connector, options: jsonOptions({ ...options, ...named }), input }] };
};
