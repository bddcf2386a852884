import type { Capability, Catalogue } from '../catalogue/node.ts';
import type { PipelineDocument } from '../graph/document.ts';
import { parameterValues } from '../graph/parameters.ts';
import { type BoundGraph, bind } from './bind.ts';

/** What a pipeline would touch, summed from its params alone: no file is opened and no secret is read. */
export type CapabilitySum = {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly net: readonly string[];
  readonly db: readonly string[];
  readonly env: readonly string[];
  readonly sql: boolean;
};

/** A capability with the node that has it. */
export type NodeCapability = { readonly node: string; readonly capability: Capability };

export const nodeCapabilities = (graph: BoundGraph): readonly NodeCapability[] =>
  graph.nodes.flatMap(node => {
    if (node.params === undefined || node.disabled) return [];
    const declared = node.kind.capabilities?.(node.params) ?? [];
    const env = node.secrets.map(name => ({ kind: 'env', name }) as const);
    return [...declared, ...env].map(capability => ({ node: node.id, capability }));
  });

export const sumCapabilities = (all: readonly NodeCapability[]): CapabilitySum => {
  const sorted = (pick: (c: Capability) => string | undefined) =>
    [...new Set(all.flatMap(({ capability }) => pick(capability) ?? []))].sort();
  return {
    read: sorted(c => (c.kind === 'read' ? c.path : undefined)),
    write: sorted(c => (c.kind === 'write' ? c.path : undefined)),
    net: sorted(c => (c.kind === 'net' ? c.host : undefined)),
    db: sorted(c => (c.kind === 'db' ? c.connection : undefined)),
    env: sorted(c => (c.kind === 'env' ? c.name : undefined)),
    sql: all.some(({ capability }) => capability.kind === 'sql'),
  };
};

/** What a pipeline would touch with its parameters' defaults, said from its text alone. */
export const capabilitiesOf = (document: PipelineDocument, catalogue: Catalogue): CapabilitySum =>
  sumCapabilities(nodeCapabilities(bind(document, catalogue, parameterValues(document, {}).values)));

/** A pipeline that cannot be read touches nothing. */
export const noCapabilities: CapabilitySum = sumCapabilities([]);

const lists = ['read', 'write', 'net', 'db', 'env'] as const;

/** Whether everything in `now` was there before. */
export const isWithin = (now: CapabilitySum, before: CapabilitySum): boolean =>
  lists.every(list => now[list].every(item => before[list].includes(item))) && (!now.sql || before.sql);

/** What `now` has that `before` had not. */
export const widened = (now: CapabilitySum, before: CapabilitySum): CapabilitySum => {
  const more = (list: (typeof lists)[number]) => now[list].filter(item => !before[list].includes(item));
  return {
    read: more('read'),
    write: more('write'),
    net: more('net'),
    db: more('db'),
    env: more('env'),
    sql: now.sql && !before.sql,
  };
};
