import { engineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';
import { type Endpoint, safeCause } from './endpoint.ts';

/**
 * Commits by `send`. A lost answer leaves open whether the rows are there: `database-commit-unknown`. Other errors, such
 * as constraints that are checked at the end, are thrown as they are.
 */
export const committed = async (
  send: () => Promise<unknown>,
  isLost: (error: unknown) => boolean,
  on: Endpoint,
  table: string,
  world: Pick<World, 'committing'>,
): Promise<void> => {
  world.committing?.(table);
  try {
    await send();
  } catch (error) {
    if (!isLost(error)) throw error;
    const place = { host: on.host, port: on.port, table };
    throw engineError('database-commit-unknown', place, {}, safeCause(error, on));
  }
};
