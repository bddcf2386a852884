import { counted, listed, quoted, visible } from './words.ts';

/** `https://host/path`, in quotes; every message of this file starts from it. */
const from = (d: { url: string; page?: number }): string =>
  d.page !== undefined && d.page > 1 ? `${quoted(d.url)} (page ${d.page})` : quoted(d.url);

const after = (d: { tries?: number }): string =>
  d.tries !== undefined && d.tries > 1 ? ` after ${d.tries} tries` : '';

const said = (excerpt: string): string => (excerpt === '' ? '' : ` It says: ${quoted(excerpt)}.`);

const megabytes = (bytes: number): string =>
  bytes >= 1e6 ? `${Math.round(bytes / 1e5) / 10} MB` : counted(bytes, 'byte');

const adviceFor = (status: number): string => {
  if (status === 401 || status === 403) return 'Check the key or token in the headers and what it may read.';
  if (status === 404 || status === 410) return 'Check the address for a typing error.';
  if (status === 429) return 'It limits how often it may be asked: wait, or ask for larger pages.';
  if (status >= 500) return 'The fault is on the server: try again later or tell its owner.';
  if (status >= 300 && status < 400) return 'Use the address that it moved to.';
  return 'Check the url, the headers and the paging settings.';
};

/** Sentences about web sources. Urls are as the pipeline writes them: no user name, no resolved secret. */
export const webMessages = {
  'http-bad-url': (d: { url: string; reason: string }) =>
    `${from(d)} is not an address that can be read: ${d.reason}. Write it as https://host/path.`,
  'http-bad-header': (d: { url: string; name: string }) =>
    `The header ${quoted(d.name)} sent to ${from(d)} holds a character that headers cannot carry. Check its value and the secret in it for line breaks.`,
  'http-unknown-host': (d: { url: string; host: string }) =>
    `There is no server called ${quoted(d.host)} (for ${from(d)}). Check the spelling and the network connection.`,
  'http-refused': (d: { url: string; page?: number; reason: string; tries?: number }) =>
    `No connection to ${from(d)}${after(d)}: ${d.reason}. Check that the server runs and can be reached from here.`,
  'http-tls': (d: { url: string; reason: string; plain: boolean }) =>
    d.plain
      ? `No secure connection to ${from(d)}: ${d.reason}. Check the port, or write http:// if that server is meant to be read without encryption.`
      : `${from(d)} cannot prove who it is: ${d.reason}. Have its certificate renewed, or name the certificate's authority in NODE_EXTRA_CA_CERTS.`,
  'http-timeout': (d: {
    url: string;
    page?: number;
    phase: 'connect' | 'idle' | 'total';
    seconds: number;
    tries?: number;
  }) =>
    `${from(d)} ${
      d.phase === 'connect'
        ? `took longer than ${d.seconds} s to connect`
        : d.phase === 'idle'
          ? `sent nothing for ${d.seconds} s`
          : `was not done after ${d.seconds} s`
    }${after(d)}. Try again, or set a longer time in timeouts.${d.phase}.`,
  'http-too-large': (d: { url: string; page?: number; limit: number }) =>
    `The answer of ${from(d)} is larger than ${megabytes(d.limit)} once unpacked, so reading stopped. Ask for smaller pages, or raise maxBytes.`,
  'http-status': (d: {
    url: string;
    page?: number;
    status: number;
    excerpt: string;
    retryAfterMs?: number;
    tries?: number;
  }) => `${from(d)} answered ${d.status}${after(d)}.${said(d.excerpt)} ${adviceFor(d.status)}`,
  'http-wait-too-long': (d: { url: string; page?: number; status: number; seconds: number }) =>
    `${from(d)} answered ${d.status} and asks to wait ${d.seconds} s. Run again after that, or ask for fewer pages.`,
  'http-redirect-loop': (d: { url: string; hops: number; to: string }) =>
    `${from(d)} was redirected ${d.hops} times, lastly to ${quoted(d.to)}, without an answer. Use the address that a browser ends up at.`,
  'http-redirect-refused': (d: { url: string; to: string; reason: string }) =>
    `${from(d)} redirects to ${quoted(d.to)}, which is not followed: ${d.reason}. If that address is right, write it as the url.`,
  'http-address-refused': (d: {
    url: string;
    host: string;
    address: string;
    what: 'metadata' | 'private' | 'loopback' | 'unusable';
  }) =>
    `${quoted(d.host)} (for ${from(d)}) leads to ${d.address}, ${
      d.what === 'metadata'
        ? 'a link-local or cloud metadata address. Pipelines never read those.'
        : d.what === 'unusable'
          ? 'an address that no server has. Check the name.'
          : `${d.what === 'private' ? 'an address of a private network' : 'this machine'}. If you mean it, write ${
              d.what === 'private' ? d.address : 'localhost'
            } as the host in the url.`
    }`,
  'http-broken-body': (d: { url: string; page?: number; reason: string; tries?: number }) =>
    `The answer of ${from(d)} broke off or is damaged${after(d)}: ${d.reason}. Try again; if it stays, the server or a proxy is at fault.`,
  'http-encoding': (d: { url: string; page?: number; encoding: string; reason: string }) =>
    `The text of ${from(d)} cannot be read as ${quoted(d.encoding)}: ${d.reason}. Set encoding to the one it is written in, such as windows-1252.`,
  'http-wrong-type': (d: { url: string; page?: number; format: string; type: string; excerpt: string }) =>
    `${from(d)} answered with ${quoted(d.type)} where ${d.format} was expected.${said(d.excerpt)} It may be a log-in page or a web page; read tables of a web page with the HTML source.`,
  'http-format-unknown': (d: { url: string; type: string; excerpt: string }) =>
    `What ${from(d)} sends is not known to be JSON, CSV or NDJSON (content type ${quoted(d.type)}).${said(d.excerpt)} Set format to say which it is.`,
  'http-not-json': (d: { url: string; page?: number; reason: string; type: string; excerpt: string }) =>
    `${from(d)} did not send valid JSON (content type ${quoted(d.type)}): ${visible(d.reason)}.${said(d.excerpt)} Check the address, or set format.`,
  'http-too-deep': (d: { url: string; page?: number; limit: number }) =>
    `The JSON of ${from(d)} is nested more than ${d.limit} levels deep, which no table needs. Ask the server for a flatter form.`,
  'http-rows-path': (d: {
    url: string;
    page?: number;
    path: string;
    found: string;
    lists: readonly string[];
  }) =>
    `The rows of ${from(d)} should be a list at ${quoted(d.path)}, but there is ${d.found}. Lists there: ${listed(d.lists)}. Set rows to the one you mean.`,
  'http-rows-unclear': (d: { url: string; lists: readonly string[] }) =>
    `${from(d)} holds more than one list: ${listed(d.lists)}. Set rows to the one you mean.`,
  'http-no-columns': (d: { url: string }) =>
    `${from(d)} sent no rows, so its columns are not known. Name them in types, such as {"id": "BIGINT"}, or widen what is asked for.`,
  'http-new-column': (d: { url: string; page: number; row: number; column: string }) =>
    `Row ${d.row} of ${from(d)} has the column ${quoted(d.column)}, which the sample of the first page did not have. Add it to types to read it, or set extra to "ignore".`,
  'http-type-changed': (d: {
    url: string;
    page: number;
    row: number;
    column: string;
    type: string;
    value: string;
    better: string;
  }) =>
    `Column ${quoted(d.column)} of ${from(d)} looked like ${d.type}, but row ${d.row} holds ${quoted(d.value)}. Set its type to ${d.better} in types.`,
  'http-ragged-row': (d: { url: string; page?: number; row: number; found: number; expected: number }) =>
    `Row ${d.row} of ${from(d)} has ${counted(d.found, 'value')}, the header has ${d.expected}. Check the delimiter, and quotes around values that hold it.`,
  'http-csv-broken': (d: { url: string; page?: number; row: number; reason: string }) =>
    `The CSV of ${from(d)} is broken near row ${d.row}: ${d.reason}. Check the delimiter and the quotes.`,
  'http-paging-format': (d: { url: string; by: string; format: string }) =>
    `Paging by ${d.by} reads the next place from JSON, but ${from(d)} sends ${d.format}. Use page, offset or link paging.`,
  'http-paging-stuck': (d: { url: string; page: number; what: string }) =>
    `Page ${d.page} of ${quoted(d.url)} is the same as one before it (${d.what}), so reading would never end. Check the paging settings against the server's documentation.`,
  'http-too-many-pages': (d: { url: string; pages: number }) =>
    `${quoted(d.url)} still has more after ${d.pages} pages. Ask for larger pages, or set maxPages to how many you want.`,
  'html-no-table': (d: { source: string; wanted: string; tables: readonly string[] }) =>
    `There is no ${d.wanted} in ${quoted(d.source)}. ${
      d.tables.length === 0
        ? 'The page has no tables as delivered; it may draw them with scripts, so look for an API or a download link.'
        : `Tables there: ${listed(d.tables)}.`
    }`,
  'html-bad-selector': (d: { selector: string; reason: string }) =>
    `${quoted(d.selector)} is not a CSS selector: ${visible(d.reason)}. Write it as in a style sheet, such as table.prices.`,
  'html-header-row': (d: { source: string; row: number; rows: number }) =>
    `The header should be row ${d.row}, but the table in ${quoted(d.source)} has ${counted(d.rows, 'row')}. Set header to a row that exists, or to "none".`,
  'html-table-too-large': (d: { source: string; limit: number }) =>
    `The table in ${quoted(d.source)} has more than ${d.limit} cells once merged cells are spread out. Choose another table.`,
  'html-too-deep': (d: { source: string; limit: number }) =>
    `${quoted(d.source)} is nested more than ${d.limit} levels deep, so it is not a page for people and is not read. Check the address.`,
};
