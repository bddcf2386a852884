import type { NodeKind } from '../catalogue/node.ts';
import { nearest } from '../schema/nearest.ts';

type Named = Pick<NodeKind, 'kind' | 'keywords'>;

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** How well a kind answers to a name: by all of it, or by each of its words; 0 where one word means nothing to it. */
const score = (name: string, { kind, keywords = [] }: Named): number => {
  const known = new Set([...kind.split('-'), ...keywords].map(bare));
  if (known.has(bare(name))) return 2;
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '');
  return words.length > 1 && words.every(word => known.has(bare(word))) ? 1 : 0;
};

/**
 * The kind that a person most likely meant: one that is a slip of the keyboard away, then one whose keywords say the
 * same (`read-xlsx`, `melt`), then the nearest spelling.
 */
export const nearestKind = (name: string, kinds: readonly Named[]): string | undefined => {
  const names = kinds.map(k => k.kind);
  const slip = nearest(name, names, 2);
  if (slip !== undefined) return slip;
  const scored = kinds.map(k => ({ kind: k.kind, score: score(name, k) }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { kind: '', score: 0 });
  return best.score > 0 ? best.kind : nearest(name, names);
};
