/** Whether the files that a run reads are still what they were when they were looked at. */
import { basename, isAbsolute } from 'node:path';
import type { SourceFacts } from '../compile/state.ts';
import { anyFile, fileFacts } from '../connectors/files/facts.ts';
import { type EngineError, engineError } from '../diagnostics/errors.ts';
import type { RunError } from './events.ts';

/** What became of the first input of these sources that is not as it was; undefined where all are. */
export const changedInput = async (sources: readonly SourceFacts[]): Promise<EngineError | undefined> => {
  for (const { node, inputs = [] } of sources)
    for (const { name, fingerprint } of inputs) {
      // Tables and pages of the web have names of other forms.
      if (!isAbsolute(name)) continue;
      const now = await fileFacts(name, anyFile).catch(() => undefined);
      if (now?.fingerprint !== fingerprint)
        return engineError(
          'input-changed',
          { path: basename(name), gone: now === undefined },
          { node, param: 'path' },
        );
    }
  return undefined;
};

/** The same error, or what became of the input of its node: rows of two states fail in ways that blame the data. */
export const orChangedInput = async (error: RunError, sources: readonly SourceFacts[]): Promise<RunError> => {
  if (error.code === 'cancelled' || error.code === 'path-refused' || error.code === 'hash-differs')
    return error;
  const changed = await changedInput(sources.filter(s => s.node === error.node));
  return changed === undefined
    ? error
    : { node: error.node ?? '', param: 'path', code: changed.code, message: changed.message };
};
