import { quoted } from './words.ts';

/** Sentences that callers of a served model read. */
export const serveMessages = {
  'serve-token': (_: Record<string, never>) =>
    'This service needs its token: send it as “Authorization: Bearer TOKEN”. It was printed when the service started.',
  'serve-host': (_: Record<string, never>) =>
    'Without a token this service only answers programs on this machine, asked as 127.0.0.1 or localhost.',
  'serve-nothing': (d: { path: string }) =>
    `There is nothing at ${quoted(d.path.slice(0, 100))}. There are: POST /score, GET /health, /openapi.json, /metrics, /drift.`,
  'serve-method': (d: { method: string; wanted: string }) => `This takes ${d.wanted}, not ${d.method}.`,
  'serve-type': (d: { type: string }) =>
    `The content type is ${quoted(d.type.slice(0, 100))}; send application/json, or application/vnd.apache.arrow.stream.`,
  'serve-body': (_: Record<string, never>) =>
    'The body cannot be read. Send a row {"column": value, …}, a list of rows [{…}, …], the same as {"row": {…}} or {"rows": […]} and nothing beside, or an Arrow stream.',
  'serve-count': (d: { rows: number; limit: number }) =>
    `There are ${d.rows} rows in this request; it takes 1 to ${d.limit}. Send several requests, or run a pipeline.`,
  'serve-row': (d: { row: number; problem: string }) => `Row ${d.row} does not fit: ${d.problem}.`,
  'serve-too-large': (d: { limit: number }) =>
    `The body has more than ${d.limit} bytes. Send fewer rows at once, or start the service with a larger --max-body.`,
  'serve-late': (d: { seconds: number }) =>
    `This took more than ${d.seconds} seconds and was stopped. Send fewer rows at once.`,
  'serve-busy': (_: Record<string, never>) => 'Too many requests are waiting. Try again in a second.',
  'serve-failed': (_: Record<string, never>) =>
    'The service failed on this request. It goes on; see its log.',
};
