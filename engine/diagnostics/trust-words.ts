/** What a pipeline would touch, in words for the person who is asked whether to trust it. */
import { listed } from './words.ts';

type Sum = {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly net: readonly string[];
  readonly db: readonly string[];
  readonly env: readonly string[];
  readonly sql: boolean;
};

export type TrustLine = {
  readonly what: 'read' | 'write' | 'net' | 'db' | 'env' | 'sql';
  readonly text: string;
  /** More than what was trusted before. */
  readonly isNew: boolean;
};

const many = (n: number, one: string, more: string): string => (n === 1 ? one : `${n} ${more}`);

const sentences = {
  read: (all: readonly string[]) => `Reads ${many(all.length, 'the file', 'files:')} ${listed([...all])}`,
  write: (all: readonly string[]) => `Writes ${many(all.length, 'the file', 'files:')} ${listed([...all])}`,
  net: (all: readonly string[]) => `Calls ${listed([...all])} over the network`,
  db: (all: readonly string[]) =>
    `Connects to ${many(all.length, 'the database', 'databases:')} ${listed([...all])}`,
  env: (all: readonly string[]) => `Uses ${many(all.length, 'the secret', 'secrets:')} ${listed([...all])}`,
} as const;

const lists = ['read', 'write', 'net', 'db', 'env'] as const;

/** One line for each sort of thing; where some of it is new, the new and the known are lines of their own. */
export const trustLines = (sum: Sum, beyond: Sum | undefined): readonly TrustLine[] => {
  const lines = lists.flatMap((what): TrustLine[] => {
    const fresh = beyond?.[what] ?? [];
    const known = sum[what].filter(item => !fresh.includes(item));
    const line = (items: readonly string[], isNew: boolean): TrustLine[] =>
      items.length === 0 ? [] : [{ what, text: sentences[what](items), isNew }];
    return [...line(fresh, true), ...line(known, false)];
  });
  return sum.sql
    ? [...lines, { what: 'sql', text: 'Holds SQL written by hand', isNew: beyond?.sql === true }]
    : lines;
};
