/** Where one column comes from and goes to, out of the links of a whole pipeline. */
import type { ColumnLink, PortColumn } from './lineage.ts';

export const columnKey = ({ node, port, column }: PortColumn): string => `${node}.${port} ${column}`;

export type LineagePath = {
  /** The columns above, nearest first, and below. */
  readonly before: readonly PortColumn[];
  readonly after: readonly PortColumn[];
  readonly guessed: boolean;
};

const walk = (start: string, next: (key: string) => readonly PortColumn[]): readonly PortColumn[] => {
  const seen = new Map<string, PortColumn>();
  let edge = [start];
  while (edge.length > 0) {
    const found = edge.flatMap(next).filter(c => columnKey(c) !== start && !seen.has(columnKey(c)));
    for (const column of found) seen.set(columnKey(column), column);
    edge = [...new Set(found.map(columnKey))];
  }
  return [...seen.values()];
};

export const lineagePath = (links: readonly ColumnLink[], at: PortColumn): LineagePath => {
  const byKey = new Map(links.map(link => [columnKey(link), link]));
  const users = new Map<string, PortColumn[]>();
  for (const { node, port, column, from } of links)
    for (const source of from) {
      const key = columnKey(source);
      users.set(key, [...(users.get(key) ?? []), { node, port, column }]);
    }
  const start = columnKey(at);
  const before = walk(start, key => byKey.get(key)?.from ?? []);
  const after = walk(start, key => users.get(key) ?? []);
  const guessed = [...before, ...after, at].some(c => byKey.get(columnKey(c))?.guessed === true);
  return { before, after, guessed };
};
