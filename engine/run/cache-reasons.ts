/** Why a node runs: the nearest cause, from what its settings, its source and its inputs were last time. */

import type { z } from 'zod';
import { paramMeta } from '../catalogue/params.ts';
import type { Compiled } from '../compile/compile.ts';
import { unwrapped } from '../compile/params.ts';
import { mainRelations } from '../plan/plan.ts';
import type { NodeRecord, RunRecord } from './cache-record.ts';
import { canonical, meaning, sha, sourceFingerprints } from './hashes.ts';

/** Each node as it is now, in hashes: settings, source, inputs and the rows of its first output. */
export const describeNodes = (
  compiled: Compiled,
  hashes: ReadonlyMap<string, string>,
): Readonly<Record<string, NodeRecord>> => {
  const fingerprints = sourceFingerprints(compiled.sources);
  const mains = mainRelations(compiled.plan);
  return Object.fromEntries(
    compiled.graph.nodes.map(node => {
      const main = mains.get(node.id);
      const [hash, source] = [hashes.get(main?.name ?? ''), fingerprints.get(node.id)];
      const keys = Object.entries((node.params ?? {}) as object).map(([key, value]) => [
        key,
        sha(canonical(value)),
      ]);
      const record: NodeRecord = {
        kind: node.kind.kind,
        keys: Object.fromEntries(keys) as Record<string, string>,
        from: [...node.inputs.values()].flat().map(wire => `${wire.node}.${wire.port}`),
        ...(source !== undefined && { source }),
        ...(hash !== undefined && { hash }),
      };
      return [node.id, record] as const;
    }),
  );
};

const notKept = 'ran: result was not kept';

/** The reason of every node, in dependency order so that each can name the input that brought the change. */
export const reasonsOf = (
  compiled: Compiled,
  now: Readonly<Record<string, NodeRecord>>,
  before: RunRecord | undefined,
): ReadonlyMap<string, string> => {
  const reasons = new Map<string, string>();
  for (const node of compiled.graph.nodes) {
    const is = now[node.id];
    if (is !== undefined) reasons.set(node.id, reasonOf(node.id, is, compiled, before, reasons));
  }
  return reasons;
};

const reasonOf = (
  id: string,
  is: NodeRecord,
  compiled: Compiled,
  before: RunRecord | undefined,
  reasons: ReadonlyMap<string, string>,
): string => {
  if (before === undefined) return 'ran: first run';
  const was = before.nodes[id];
  if (was === undefined) return 'ran: new step';
  if (is.kind !== was.kind) return 'ran: kind changed';
  const changed = [...new Set([...Object.keys(is.keys), ...Object.keys(was.keys)])].filter(
    key => is.keys[key] !== was.keys[key],
  );
  if (changed.length > 0)
    return changed.every(key => isExpression(id, key, compiled))
      ? 'ran: expression changed'
      : `ran: setting ${changed.join(', ')} changed`;
  if (is.source !== was.source) return 'ran: source changed';
  if (canonical(is.from) !== canonical(was.from)) return 'ran: connections changed';
  if (before.meaning !== meaning) return 'ran: Millrace was updated';
  const changedInput = is.from
    .map(from => from.split('.')[0] ?? '')
    .find(from => reasons.get(from) !== notKept && reasons.has(from));
  if (changedInput !== undefined) return `ran: input from ${changedInput} changed`;
  if (is.hash === undefined) return 'ran: may give other rows each time';
  return notKept;
};

const isExpression = (id: string, key: string, compiled: Compiled): boolean => {
  const kind = compiled.graph.nodes.find(n => n.id === id)?.kind;
  if (kind === undefined) return false;
  const { shape = {} } = unwrapped(kind.params)._zod.def as {
    shape?: Readonly<Record<string, z.core.$ZodType>>;
  };
  return widgetOf(shape[key]) === 'expression';
};

/** The widget of a setting, which may be said of it before or after it was made optional. */
const widgetOf = (schema: z.core.$ZodType | undefined): string | undefined => {
  if (schema === undefined) return undefined;
  const inner = (schema._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return paramMeta.get(schema as z.ZodType)?.widget ?? widgetOf(inner);
};
