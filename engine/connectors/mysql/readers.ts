import type { World } from '../contract.ts';
import { type Endpoint, redacted } from '../database/endpoint.ts';
import type { MysqlSourceOptions } from '../database/options.ts';
import { raisedFrom } from '../database/raised.ts';
import { orAbort } from '../database/waiting.ts';
import { connect, type Session, withSession } from './connect.ts';
import { beginReading } from './describe.ts';
import { beginTogether, holdFor, type Obstacle } from './one-moment.ts';

/** Opens more connections and begins on all at one moment. Those it has opened are in `others`, also when it fails. */
const gather = async (
  first: Session,
  count: number,
  others: Session[],
  options: MysqlSourceOptions,
  endpoint: Endpoint,
  world: World,
): Promise<Obstacle | undefined> => {
  try {
    const hold = await holdFor(first, options);
    if (hold.why !== 'none') return hold;
    while (others.length < count - 1) others.push(await connect(endpoint, world.signal));
    return await withSession(endpoint, world, keeper => beginTogether(keeper, [first, ...others], hold));
  } catch (error) {
    if (world.signal.aborted) throw error;
    return { why: 'failed', reason: redacted(raisedFrom(error).message, endpoint) };
  }
};

/**
 * Gives `work` so many connections that see one state of the server or, where that cannot be had, the first alone: then
 * the run is told why. A read of two states would be wrong; a slower one is not.
 */
export const withReaders = async (
  first: Session,
  count: number,
  options: MysqlSourceOptions,
  endpoint: Endpoint,
  world: World,
  work: (readers: readonly Session[]) => Promise<void>,
): Promise<void> => {
  const others: Session[] = [];
  const close = () => Promise.all(others.splice(0).map(other => other.close().catch(() => undefined)));
  const readers = async (): Promise<readonly Session[]> => {
    const obstacle = await gather(first, count, others, options, endpoint, world);
    if (obstacle === undefined) return [first, ...others];
    await close();
    await beginReading(first);
    world.warn('database-one-connection', {
      place: options.table ?? 'The query',
      wanted: count,
      ...obstacle,
    });
    return [first];
  };
  const drop = () => {
    for (const other of others) other.abandon();
  };
  try {
    await orAbort(readers().then(work), world.signal, drop);
  } finally {
    if (world.signal.aborted) drop();
    else await close();
  }
};
