/** The catalogue as the screen uses it. */
import type { Category, NodeKind } from '../../engine/catalogue/node.ts';
import { catalogue } from '../../nodes/index.ts';

export const allKinds: readonly NodeKind[] = [...catalogue.values()];

export const kindOf = (kind: string): NodeKind | undefined => catalogue.get(kind);

/** Categories in the order of the catalogue. */
export const categories: readonly Category[] = [...new Set(allKinds.map(k => k.category))];
