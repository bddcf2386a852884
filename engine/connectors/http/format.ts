import { mediaTypeOf } from './text.ts';

export type Format = 'json' | 'csv' | 'ndjson';

const byType = (type: string): Format | undefined => {
  if (/^(application|text)\/(.*\+)?(x-)?(ndjson|jsonl|jsonlines|json-?seq|json-lines)$/.test(type))
    return 'ndjson';
  if (/^(application|text)\/(.*\+)?(x-)?(json|javascript)$/.test(type)) return 'json';
  return /^(text|application)\/(x-)?(csv|tab-separated-values|tsv)$/.test(type) ? 'csv' : undefined;
};

const byExtension = (path: string): Format | undefined => {
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  if (extension === 'json' || extension === 'geojson') return 'json';
  if (extension === 'ndjson' || extension === 'jsonl') return 'ndjson';
  return extension === 'csv' || extension === 'tsv' ? 'csv' : undefined;
};

const isObject = (line: string): boolean => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
};

const byLooks = (head: string): Format | undefined => {
  const text = head.trimStart();
  if (text.startsWith('<')) return undefined;
  const lines = text.split(/\r?\n/);
  const [first = '', second = ''] = lines;
  if (/^[{[]/.test(text)) {
    const twoDocuments = lines.length > 2 && isObject(first) && isObject(second);
    return twoDocuments ? 'ndjson' : 'json';
  }
  return /[,;\t|]/.test(first) && lines.length > 1 ? 'csv' : undefined;
};

/** Whether the server says that this is a page for people. */
export const isWebPage = (contentType: string | undefined): boolean =>
  /^(text\/html|application\/xhtml\+xml)$/.test(mediaTypeOf(contentType));

/**
 * The format of an answer: what its type says, then what its path ends in, then what it looks like.
 * Undefined where nothing tells. A web page is never taken for data.
 */
export const formatOf = (contentType: string | undefined, url: URL, head: string): Format | undefined =>
  isWebPage(contentType)
    ? undefined
    : (byType(mediaTypeOf(contentType)) ?? byExtension(url.pathname) ?? byLooks(head));

/** What to ask the server for. */
export const acceptFor = (format: Format | 'auto'): string =>
  ({
    json: 'application/json, */*;q=0.5',
    csv: 'text/csv, */*;q=0.5',
    ndjson: 'application/x-ndjson, application/jsonl, */*;q=0.5',
    auto: 'application/json, application/x-ndjson;q=0.9, text/csv;q=0.9, */*;q=0.5',
  })[format];
