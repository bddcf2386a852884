/** Rows, figures and marks for the screen, from sessions of their own: a long computation never blocks checking. */
import { totalmem } from 'node:os';
import type { EngineContract } from '../../engine/contract/contract.ts';
import type { Handlers } from '../../engine/contract/rpc.ts';
import type { EngineSource } from '../../engine/contract/shapes.ts';
import { engineError } from '../../engine/diagnostics/errors.ts';
import { changesOf } from '../../engine/run/look/changes.ts';
import { chartOf } from '../../engine/run/look/chart.ts';
import { type HoldOptions, lookFault } from '../../engine/run/look/held.ts';
import { profileOf } from '../../engine/run/look/profile.ts';
import { type Asking, type Found, openLookStore } from '../../engine/run/look/store.ts';
import { cellOf, pageOf } from '../../engine/run/page.ts';
import { type Place, shownRelation } from '../../engine/run/shown-relation.ts';
import { cacheFolder } from '../cli/cache-options.ts';
import type { Benches } from './benches.ts';

type DataHandlers = Pick<
  Handlers<EngineContract>,
  'data.page' | 'data.cell' | 'data.profile' | 'data.chart' | 'data.changes'
>;

/** Rows that are looked at may take this share of the machine's memory; the rest spills to disk. */
const memoryShare = 0.3;

export const dataHandlers = (benches: Benches): DataHandlers => {
  const options: HoldOptions = {
    cache: cacheFolder(),
    memory: `${Math.max(256, Math.round((totalmem() * memoryShare) / 1e6))}MB`,
  };
  const store = openLookStore(options);

  const asking = async (source: EngineSource, signal: AbortSignal, node?: string): Promise<Asking> => {
    const bench = await benches.of(source).open(source, signal, node);
    if (bench === undefined) throw engineError('not-trusted', {});
    const { text, parameters } = source;
    return { doc: source.doc, bench, text: JSON.stringify([text, parameters]) };
  };

  /** Finds the rows and asks something of them; what fails is said of the node. */
  const over = async <T>(
    source: EngineSource,
    { node, port }: Place,
    whole: boolean,
    signal: AbortSignal,
    work: (found: Found) => Promise<T>,
  ): Promise<T> => {
    const asked = await asking(source, signal, node);
    const relation = shownRelation(asked.bench, { node, port });
    const found = await (whole ? store.whole : store.head)(asked, relation, signal);
    try {
      return await work(found);
    } catch (error) {
      throw lookFault(error, asked.bench, node, options.memory);
    }
  };

  return {
    'data.page': ({ source, node, port, whole, ...asked }, signal) =>
      over(source, { node, port }, whole, signal, found => pageOf(found, asked, signal)),
    'data.cell': ({ source, node, port, whole, ...asked }, signal) =>
      over(source, { node, port }, whole, signal, found => cellOf(found, asked, signal)),
    'data.profile': ({ source, node, port, column }, signal) =>
      over(source, { node, port }, true, signal, found => profileOf(found, column, signal)),
    'data.chart': ({ source, node, port, chart }, signal) =>
      over(source, { node, port }, true, signal, found => chartOf(found, chart, signal)),
    'data.changes': async ({ source, node, port, before }, signal) => {
      const { bench } = await asking(source, signal);
      return changesOf(
        bench,
        shownRelation(bench, before),
        shownRelation(bench, { node, port }),
        signal,
        options,
      );
    },
  };
};
