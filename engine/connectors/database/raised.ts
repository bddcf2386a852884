/** What a server, driver or socket error carries, read without trusting its shape. */
type Raised = {
  /** The server's or socket's code: an SQLSTATE, `ECONNREFUSED`, … or empty. */
  readonly code: string;
  /** The server's number, where it has numbers. */
  readonly number: number;
  readonly message: string;
  readonly hint?: string;
  readonly where?: string;
  readonly detail?: string;
};

const textOf = (error: object, key: string): string | undefined => {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The code, message and hints of whatever was thrown. A failed dual-stack connect hides its message in a list. */
export const raisedFrom = (error: unknown): Raised => {
  if (typeof error !== 'object' || error === null) return { code: '', number: 0, message: String(error) };
  const all: unknown = Reflect.get(error, 'errors');
  const inner: unknown = Array.isArray(all) ? all[0] : undefined;
  const message = textOf(error, 'message') ?? (inner instanceof Error ? inner.message : 'no reason given');
  const [hint, where, detail] = [textOf(error, 'hint'), textOf(error, 'where'), textOf(error, 'detail')];
  const number: unknown = Reflect.get(error, 'errno');
  return {
    code: textOf(error, 'code') ?? '',
    number: typeof number === 'number' && number > 0 ? number : 0,
    message,
    ...(hint && { hint }),
    ...(where && { where }),
    ...(detail && { detail }),
  };
};

/** Whether a socket's code says that no server is there. */
export const isUnreachable = (code: string): boolean =>
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/.test(code);
