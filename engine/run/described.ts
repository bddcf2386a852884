/**
 * What sources looked like a moment ago, so that an edit elsewhere in a pipeline does not look at them again, and what is
 * being asked of servers: one that does not answer holds up nobody but itself.
 */
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { SourceAnswer, SourceRequest } from '../compile/needs.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { globBase } from './paths.ts';

/** How long what cannot be asked for changes (servers, folders, patterns) is taken as unchanged. */
const trustMs = 30_000;
/** How long the fault of a server that was slow to show it is taken as unchanged: it is not asked with every edit. */
const faultMs = 15_000;

/** Connectors that ask another machine. */
const remote: ReadonlySet<string> = new Set(['postgres', 'mysql', 'http', 'html']);

export type Patience = {
  /** Milliseconds that a whole answer waits for a server; after that it goes without. */
  readonly grace: number;
  /** Milliseconds after which a server is taken not to answer at all. */
  readonly limit: number;
};

export const designPatience: Patience = { grace: 400, limit: 30_000 };

type Kept = { readonly stamp: string; readonly until: number; readonly answer: SourceAnswer };

type Question = {
  readonly stop: AbortController;
  readonly began: number;
  readonly answer: Promise<SourceAnswer>;
  /** Whether somebody went on without the answer, and is told of it. */
  awaited: boolean;
};

export type DescribedSources = {
  /** The answers in their order; undefined for a server that is still asked. */
  ask(
    requests: readonly SourceRequest[],
    folder: string,
    look: (request: SourceRequest, signal: AbortSignal) => Promise<SourceAnswer>,
    signal: AbortSignal,
  ): Promise<readonly (SourceAnswer | undefined)[]>;
  /** Once nothing is being asked any more, or the signal has aborted. */
  settled(signal: AbortSignal): Promise<void>;
  /** What was said before counts no more: who asks is another one now. */
  forget(): void;
  /** Ends all questions, and waits until they are over. */
  stop(): Promise<void>;
};

type Options = {
  /** Told when a server has answered after all, and what it said is new. */
  readonly onLate?: () => void;
  readonly now?: () => number;
  readonly patience?: Patience;
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

/** The promise's value, or undefined after that many milliseconds or when the signal aborts. */
const orNothing = async <T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  let leave = () => {};
  const nothing = new Promise<undefined>(resolve => {
    leave = () => resolve(undefined);
    timer = setTimeout(leave, ms);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
  });
  try {
    return await Promise.race([work, nothing]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
};

const forEver = 2 ** 31 - 1;

/** Remembers the answers of one pipeline's sources. Faults are not remembered, but for those that took their time. */
export const describedSources = ({
  onLate = () => {},
  now = Date.now,
  patience = designPatience,
}: Options = {}): DescribedSources => {
  let kept = new Map<string, Kept>();
  const open = new Map<string, Question>();

  const keep = (key: string, stamp: string, answer: SourceAnswer): void => {
    if (!('problem' in answer)) kept.set(key, { stamp, until: now() + trustMs, answer });
  };

  /** Asks a server, or goes on waiting for one that is being asked. */
  const question = (
    key: string,
    request: SourceRequest,
    look: (request: SourceRequest, signal: AbortSignal) => Promise<SourceAnswer>,
  ): Question => {
    const known = open.get(key);
    if (known !== undefined) return known;
    const stop = new AbortController();
    const silent: SourceAnswer = {
      problem: {
        ...diagnostic('source-silent', { seconds: Math.round(patience.limit / 1000) }),
        world: true,
      },
    };
    const answer = orNothing(look(request, stop.signal), patience.limit, stop.signal).then(
      said => said ?? silent,
    );
    const asked: Question = { stop, began: now(), answer, awaited: false };
    open.set(key, asked);
    const over = () => {
      stop.abort();
      if (open.get(key) === asked) open.delete(key);
    };
    answer.then(said => {
      const wanted = open.get(key) === asked;
      over();
      if (!wanted) return;
      const before = kept.get(key)?.answer;
      keep(key, '', said);
      if (!asked.awaited) return;
      if ('problem' in said) kept.set(key, { stamp: '', until: now() + faultMs, answer: said });
      if (JSON.stringify(before) !== JSON.stringify(said)) onLate();
    }, over);
    return asked;
  };

  const stopAll = async (wanted: ReadonlySet<string>): Promise<void> => {
    const ended = [...open].filter(([key]) => !wanted.has(key));
    for (const [key, asked] of ended) {
      open.delete(key);
      asked.stop.abort();
    }
    await Promise.allSettled(ended.map(([, asked]) => asked.answer));
  };

  return {
    ask: async (requests, folder, look, signal) => {
      const asked = await Promise.all(
        requests.map(async request => {
          const key = JSON.stringify([request.connector, request.options, folder]);
          const stamp = await stampOf(request, folder);
          const known = kept.get(key);
          const holds =
            known !== undefined &&
            known.stamp === (stamp ?? '') &&
            (stamp !== undefined || known.until > now());
          return { key, stamp, request, known, holds };
        }),
      );
      // Only what this pipeline still reads is remembered, and asked for.
      const wanted = new Set(asked.map(a => a.key));
      kept = new Map([...kept].filter(([key]) => wanted.has(key)));
      void stopAll(wanted);
      return Promise.all(
        asked.map(async ({ key, stamp, request, known, holds }) => {
          if (known !== undefined && holds) return known.answer;
          if (!remote.has(request.connector)) {
            const answer = await look(request, signal);
            keep(key, stamp ?? '', answer);
            return answer;
          }
          const server = question(key, request, look);
          const left = Math.max(0, patience.grace - (now() - server.began));
          const answer = await orNothing(server.answer, left, signal);
          if (answer !== undefined) return answer;
          server.awaited = true;
          // What it said before stands until it says something else.
          return known !== undefined && !('problem' in known.answer) ? known.answer : undefined;
        }),
      );
    },
    settled: async signal => {
      await orNothing(Promise.allSettled([...open.values()].map(asked => asked.answer)), forEver, signal);
    },
    forget: () => {
      kept = new Map();
      void stopAll(new Set());
    },
    stop: () => stopAll(new Set()),
  };
};
