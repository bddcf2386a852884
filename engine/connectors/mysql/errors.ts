import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { type Endpoint, redacted, safeCause } from '../database/endpoint.ts';
import { isUnreachable, raisedFrom } from '../database/raised.ts';

/** An error while connecting, as ours. */
export const connectError = (error: unknown, to: Endpoint): EngineError => {
  if (error instanceof EngineError) return error;
  const { code, number, message } = raisedFrom(error);
  const { host, port, user, database } = to;
  const reason = redacted(message, to);
  const cause = safeCause(error, to);
  if (number === 1049) return engineError('database-unknown-database', { host, port, database }, {}, cause);
  if (number === 3159 || /insecure transport/i.test(message))
    return engineError('database-ssl', { host, port, reason }, {}, cause);
  // MariaDB answers a connection without the SSL that it insists on as it answers a wrong password.
  const plain = to.ssl === 'disable' && { plain: true };
  if ([1044, 1045, 1698, 1251, 1820, 1862, 3118, 4151].includes(number) || /AUTH/.test(code))
    return engineError('database-auth', { host, port, user, database, ...plain }, {}, cause);
  if (code === 'ETIMEDOUT') return engineError('database-timeout', { host, port, seconds: 10 }, {}, cause);
  if (!isUnreachable(code) && /SSL|certificate|self.signed|TLS|secure connection/i.test(`${code} ${message}`))
    return engineError('database-ssl', { host, port, reason }, {}, cause);
  return engineError('database-refused', { host, port, reason }, {}, cause);
};

/** Whether the error says that the connection is gone, rather than that the server said no. */
export const isLost = (error: unknown): boolean => {
  const { code, number, message } = raisedFrom(error);
  if (/^(PROTOCOL_CONNECTION_LOST|ECONNRESET|EPIPE|ETIMEDOUT|PROTOCOL_SEQUENCE_TIMEOUT)$/.test(code))
    return true;
  // 1927 is MariaDB's "killed", whose twin 1317 only ends a statement.
  return (
    [1053, 1927, 2006, 2013, 4031].includes(number) ||
    /closed state|Connection lost|premature close/i.test(message)
  );
};

/** An error of a statement, as ours. `writing` says whether a write was undone by it. */
export const queryError = (error: unknown, on: Endpoint, writing: boolean): EngineError => {
  if (error instanceof EngineError) return error;
  const { number, message } = raisedFrom(error);
  const cause = safeCause(error, on);
  const { host, port } = on;
  const shown = redacted(message, on);
  if (isLost(error)) return engineError('database-lost', { host, port, reason: shown, writing }, {}, cause);
  if (number === 1060) {
    const name = /'(.*)'/s.exec(message)?.[1] ?? '';
    return engineError('database-duplicate-column', { columns: [name] }, {}, cause);
  }
  if (number === 1064 && /near ';/.test(message))
    return engineError('database-many-statements', {}, {}, cause);
  return engineError('database-query', { message: shown }, {}, cause);
};
