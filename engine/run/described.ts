/** What sources looked like a moment ago, so that an edit elsewhere in a pipeline does not look at them again. */
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { SourceAnswer, SourceRequest } from '../compile/needs.ts';
import { globBase } from './paths.ts';

/** How long what cannot be asked for changes (servers, folders, patterns) is taken as unchanged. */
const trustMs = 30_000;

type Kept = { readonly stamp: string; readonly until: number; readonly answer: SourceAnswer };

export type DescribedSources = {
  ask(
    requests: readonly SourceRequest[],
    folder: string,
    look: (requests: readonly SourceRequest[]) => Promise<readonly SourceAnswer[]>,
  ): Promise<readonly SourceAnswer[]>;
  forget(): void;
};

/** Size and times of the one file that a source reads; undefined where it is not one file. */
const stampOf = async (request: SourceRequest, folder: string): Promise<string | undefined> => {
  const { options } = request;
  const path =
    typeof options === 'object' && options !== null && 'path' in options ? options.path : undefined;
  if (typeof path !== 'string' || globBase(path).pattern) return undefined;
  try {
    const facts = await stat(isAbsolute(path) ? path : join(folder, path));
    return facts.isFile() ? `${facts.size} ${facts.mtimeMs} ${facts.ctimeMs}` : undefined;
  } catch {
    return undefined;
  }
};

/** Remembers the answers of one pipeline's sources. Faults are never remembered. */
export const describedSources = (now: () => number = Date.now): DescribedSources => {
  let kept = new Map<string, Kept>();
  return {
    ask: async (requests, folder, look) => {
      const asked = await Promise.all(
        requests.map(async request => {
          const key = JSON.stringify([request.connector, request.options, folder]);
          const stamp = await stampOf(request, folder);
          const known = kept.get(key);
          const holds =
            known !== undefined &&
            known.stamp === (stamp ?? '') &&
            (stamp !== undefined || known.until > now());
          return { key, stamp, request, known: holds ? known.answer : undefined };
        }),
      );
      const unknown = asked.filter(a => a.known === undefined);
      const answers = unknown.length === 0 ? [] : await look(unknown.map(a => a.request));
      const found = new Map(unknown.map((a, i) => [a, answers[i]] as const));
      // Only what this pipeline still reads is remembered.
      const next = new Map<string, Kept>();
      const result = asked.map(a => {
        const answer = a.known ?? found.get(a);
        if (answer === undefined) throw new Error('every source has an answer');
        if (!('problem' in answer))
          next.set(
            a.key,
            a.known === undefined
              ? { stamp: a.stamp ?? '', until: now() + trustMs, answer }
              : (kept.get(a.key) ?? { stamp: a.stamp ?? '', until: now() + trustMs, answer }),
          );
        return answer;
      });
      kept = next;
      return result;
    },
    forget: () => {
      kept = new Map();
    },
  };
};
