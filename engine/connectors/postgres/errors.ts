import { EngineError, engineError } from '../../diagnostics/errors.ts';
import { type Endpoint, redacted, safeCause } from '../database/endpoint.ts';
import { isUnreachable, raisedFrom } from '../database/raised.ts';

/** An error while connecting, as ours. */
export const connectError = (error: unknown, to: Endpoint): EngineError => {
  if (error instanceof EngineError) return error;
  const { code, message } = raisedFrom(error);
  const reason = redacted(message, to);
  const { host, port, user, database } = to;
  const cause = safeCause(error, to);
  if (code === '3D000') return engineError('database-unknown-database', { host, port, database }, {}, cause);
  if (code === '28000' && /no encryption|SSL off/.test(message))
    return engineError('database-ssl', { host, port, reason }, {}, cause);
  if (code.startsWith('28') || code === '42501' || /password must be a string|SASL/.test(message))
    return engineError('database-auth', { host, port, user, database }, {}, cause);
  if (code === 'ETIMEDOUT') return engineError('database-timeout', { host, port, seconds: 10 }, {}, cause);
  if (/SSL|certificate|self.signed|TLS/i.test(message) && !isUnreachable(code))
    return engineError('database-ssl', { host, port, reason }, {}, cause);
  return engineError('database-refused', { host, port, reason }, {}, cause);
};

const lost = /^(57P0[123]|08\w{3}|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** Whether the error says that the connection is gone, rather than that the server said no. */
export const isLost = (error: unknown): boolean => {
  const { code, message } = raisedFrom(error);
  return lost.test(code) || /Connection terminated|not queryable|premature close/i.test(message);
};

/** An error of a statement, as ours. `writing` says whether a write was undone by it. */
export const queryError = (error: unknown, on: Endpoint, writing: boolean): EngineError => {
  if (error instanceof EngineError) return error;
  const { code, message, hint, where } = raisedFrom(error);
  const cause = safeCause(error, on);
  const { host, port } = on;
  if (isLost(error))
    return engineError('database-lost', { host, port, reason: redacted(message, on), writing }, {}, cause);
  if (code === '42601' && /multiple commands|at or near ";"/.test(message))
    return engineError('database-many-statements', {}, {}, cause);
  const shown = redacted(where === undefined ? message : `${message} (${where})`, on);
  return engineError(
    'database-query',
    { message: shown, ...(hint && { hint: redacted(hint, on) }) },
    {},
    cause,
  );
};
