/** The model that is served, and its replacement when the file changes. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Artifact } from '../../engine/ml/artifact.ts';
import { createDrift, type Drift } from './drift.ts';
import { readModelFile } from './model-file.ts';
import { createScorer, type Scorer } from './scorer.ts';

export type Served = {
  readonly artifact: Artifact;
  /** The first digits of the file's SHA-256: what answers a request is told by it. */
  readonly version: string;
  readonly scorer: Scorer;
  readonly drift: Drift;
};

const mark = async (path: string): Promise<string> => {
  const { mtimeMs, size, ino } = await stat(path);
  return `${mtimeMs} ${size} ${ino}`;
};

export const loadModel = async (path: string): Promise<Served> => {
  const { artifact, bytes } = await readModelFile(path);
  return {
    artifact,
    version: createHash('sha256').update(bytes).digest('hex').slice(0, 12),
    scorer: await createScorer(artifact),
    drift: createDrift(artifact),
  };
};

export type Current = { now(): Served; problem(): string | undefined; stop(): void };

/**
 * Looks at the file every so often. A new one takes over between two requests; one that cannot be read changes nothing,
 * and what is wrong with it is told.
 */
export const watchModel = async (
  path: string,
  say: (text: string) => void,
  everyMs = 1000,
): Promise<Current> => {
  let served = await loadModel(path);
  let seen = await mark(path);
  let problem: string | undefined;
  let looking = false;
  const look = async (): Promise<void> => {
    const found = await mark(path).catch(() => 'gone');
    if (found === seen) return;
    seen = found;
    try {
      const next = await loadModel(path);
      const before = served;
      problem = undefined;
      if (next.version === before.version) return next.scorer.close();
      served = next;
      before.scorer.close();
      say(`The model changed: now version ${next.version}.`);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      say(`The model file changed and cannot be used, so version ${served.version} goes on: ${problem}`);
    }
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look().finally(() => {
      looking = false;
    });
  }, everyMs);
  timer.unref();
  return {
    now: () => served,
    problem: () => problem,
    stop: () => {
      clearInterval(timer);
      served.scorer.close();
    },
  };
};
