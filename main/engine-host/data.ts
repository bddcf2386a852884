/** Rows for the screen. */
import type { EngineContract } from '../../engine/contract/contract.ts';
import type { Handlers } from '../../engine/contract/rpc.ts';
import { engineError } from '../../engine/diagnostics/errors.ts';
import { pageAt } from '../../engine/run/page.ts';
import type { Benches } from './benches.ts';

type DataHandlers = Pick<Handlers<EngineContract>, 'data.page'>;

export const dataHandlers = (benches: Benches): DataHandlers => ({
  'data.page': async ({ source, ...asked }, signal) => {
    const bench = await benches.of(source).open(source, signal);
    if (bench === undefined) throw engineError('not-trusted', {});
    return pageAt(bench, asked, signal);
  },
});
