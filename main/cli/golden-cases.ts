import type { NodeKind } from '../../engine/catalogue/node.ts';
import type { Json } from '../../engine/schema/types.ts';

/** The golden cases of a kind as text: params, rows in, rows out; one row a line, so that a change reads well. */
export const goldenCases = (kind: NodeKind): string =>
  `${block({ kind: kind.kind, version: kind.version, cases: kind.examples as unknown as Json })}\n`;

const flat = (value: Json): boolean =>
  typeof value !== 'object' ||
  value === null ||
  Object.values(value).every(inner => typeof inner !== 'object' || inner === null);

const block = (value: Json, indent = ''): string => {
  if (flat(value) || JSON.stringify(value).length < 90 - indent.length) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map(item => `${deeper}${block(item as Json, deeper)}`).join(',\n')}\n${indent}]`;
  const entries = Object.entries(value as { readonly [key: string]: Json });
  return `{\n${entries.map(([key, item]) => `${deeper}${JSON.stringify(key)}: ${block(item, deeper)}`).join(',\n')}\n${indent}}`;
};
