/** Rows that were looked at and may be again: computed once for all who ask, let go when the plan below them changes. */

import { headRows } from '../../contract/data.ts';
import { engineError } from '../../diagnostics/errors.ts';
import type { Relation } from '../../plan/plan.ts';
import { relationHashes, sha } from '../hashes.ts';
import type { Bench } from '../workbench.ts';
import { type Held, type HoldOptions, holdRows } from './held.ts';

/** Who asks: the document, and everything that its rows may depend on where no hash says it. */
export type Asking = { readonly doc: string; readonly bench: Bench; readonly text: string };

export type Found = { readonly held: Held; readonly key: string };

export type LookStore = {
  /** The first rows, or all of them where they are there anyway. */
  head(asking: Asking, relation: Relation, signal: AbortSignal): Promise<Found>;
  /** All rows. The computation ends when nobody waits for it any more. */
  whole(asking: Asking, relation: Relation, signal: AbortSignal): Promise<Found>;
  close(doc: string): Promise<void>;
};

type Entry = {
  readonly doc: string;
  readonly ready: Promise<Held>;
  readonly stop: AbortController;
  waiting: number;
  done: boolean;
};

/** Tables that are kept: first rows are small, whole tables may be large. */
const mostHeads = 4;
const mostWholes = 3;

export const openLookStore = (options: HoldOptions): LookStore => {
  const heads = new Map<string, Entry>();
  const wholes = new Map<string, Entry>();

  const drop = (entries: Map<string, Entry>, key: string): void => {
    const entry = entries.get(key);
    entries.delete(key);
    entry?.stop.abort();
    entry?.ready.then(held => held.close()).catch(() => {});
  };

  const trim = (entries: Map<string, Entry>, most: number): void => {
    for (const [key, entry] of entries) {
      if (entries.size <= most) return;
      if (entry.waiting === 0) drop(entries, key);
    }
  };

  const use = async (
    entries: Map<string, Entry>,
    key: string,
    asking: Asking,
    relation: Relation,
    signal: AbortSignal,
  ): Promise<Held> => {
    const limit = entries === heads ? headRows : undefined;
    const compute = async (stop: AbortSignal): Promise<Held> => {
      try {
        return await holdRows(asking.bench, relation, limit, stop, options);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'out-of-memory')) throw error;
        // Rows that nobody looks at now make room.
        const others = [...wholes.keys()].filter(other => other !== key);
        if (others.length === 0) throw error;
        for (const other of others) if (wholes.get(other)?.waiting === 0) drop(wholes, other);
        return holdRows(asking.bench, relation, limit, stop, options);
      }
    };
    let entry = entries.get(key);
    if (entry === undefined) {
      const stop = new AbortController();
      const made: Entry = { doc: asking.doc, ready: compute(stop.signal), stop, waiting: 0, done: false };
      made.ready.then(
        () => {
          made.done = true;
        },
        () => {
          if (entries.get(key) === made) entries.delete(key);
        },
      );
      entry = made;
    }
    // Most recently used last.
    entries.delete(key);
    entries.set(key, entry);
    const asked = entry;
    asked.waiting += 1;
    try {
      return await unlessAborted(asked.ready, signal);
    } finally {
      asked.waiting -= 1;
      if (asked.waiting === 0 && !asked.done) {
        if (entries.get(key) === asked) drop(entries, key);
      }
      trim(heads, mostHeads);
      trim(wholes, mostWholes);
    }
  };

  /** Where rows depend on nothing but the plan and known files, their hash is their name. */
  const keysOf = ({ bench, text, doc }: Asking): ((name: string) => string) => {
    const { plan, sources } = bench.compiled;
    const hashes = relationHashes(plan, sources, bench.folder);
    const rest = sha(text);
    return name => `${doc} ${hashes.get(name) ?? `${rest} ${name}`}`;
  };

  /** Whole tables of this document that its plan does not have any more. */
  const dropStale = (asking: Asking, keyOf: (name: string) => string): void => {
    const living = new Set(asking.bench.compiled.plan.relations.map(r => keyOf(r.name)));
    for (const [key, entry] of wholes)
      if (entry.doc === asking.doc && entry.waiting === 0 && !living.has(key)) drop(wholes, key);
  };

  return {
    head: async (asking, relation, signal) => {
      const keyOf = keysOf(asking);
      const key = keyOf(relation.name);
      dropStale(asking, keyOf);
      const whole = wholes.get(key);
      const held = await use(whole?.done === true ? wholes : heads, key, asking, relation, signal);
      return { held, key: sha(`${key} ${held.complete}`) };
    },
    whole: async (asking, relation, signal) => {
      const keyOf = keysOf(asking);
      const key = keyOf(relation.name);
      dropStale(asking, keyOf);
      const head = heads.get(key);
      const short = head?.done === true && (await head.ready).complete;
      const held = await use(short ? heads : wholes, key, asking, relation, signal);
      return { held, key: sha(`${key} ${held.complete}`) };
    },
    close: async doc => {
      for (const entries of [heads, wholes])
        for (const [key, entry] of entries) if (entry.doc === doc) drop(entries, key);
    },
  };
};

const unlessAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const leave = () => reject(engineError('cancelled', {}));
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
