/** Where a run reads and writes: what its session may touch, and where outputs go. */
import { basename, dirname, join } from 'node:path';
import type { NodeCapability } from '../compile/capabilities.ts';
import type { Compiled } from '../compile/compile.ts';
import { sinkConnectors } from '../connectors/index.ts';
import { EngineError } from '../diagnostics/errors.ts';
import type { Sink } from '../plan/plan.ts';
import { processTag } from './owner.ts';
import { globBase, type Permissions, readablePath, writablePath } from './paths.ts';

/** Where a file sink writes, and where it writes until the end of the run. */
export type Target = { readonly target: string; readonly temp: string; readonly folder: boolean };

/** The temporary name is fixed for the process, because the session is locked to it before the plan is known. */
const tempFor = (target: string): string =>
  join(dirname(target), `.${basename(target).slice(0, 100)}.${process.pid}.${processTag}.millrace-tmp`);

/** The place of each sink that writes a file or folder. Throws `path-refused`. */
export const targetsOf = async (
  sinks: readonly Sink[],
  folder: string,
  may: Permissions,
): Promise<ReadonlyMap<Sink, Target>> => {
  const targets = new Map<Sink, Target>();
  for (const sink of sinks) {
    const connector = sinkConnectors.get(sink.connector);
    if (connector === undefined || connector.writes === 'rows') continue;
    const target = await writablePath(folder, connector.target(sink.options), may);
    const isFolder = connector.writes === 'duckdb' && connector.isFolder?.(sink.options) === true;
    targets.set(sink, { target, temp: tempFor(target), folder: isFolder });
  }
  return targets;
};

/** Files and folders that the session's statements may touch, from what the nodes declare. */
export const allowed = async (declared: readonly NodeCapability[], folder: string, may: Permissions) => {
  const folders: string[] = [];
  const files: string[] = [];
  for (const { capability } of declared) {
    try {
      if (capability.kind === 'read') {
        const { base, pattern } = globBase(capability.path);
        const real = await readablePath(folder, pattern ? base : capability.path, may);
        folders.push(real);
        files.push(real);
      } else if (capability.kind === 'write') {
        const target = await writablePath(folder, capability.path, may);
        folders.push(tempFor(target));
        files.push(tempFor(target), target);
      }
    } catch (error) {
      // A refused path is reported when its node is looked at; here it only stays closed.
      if (!(error instanceof EngineError)) throw error;
    }
  }
  return { folders, files };
};

/** Nodes that a run to the nodes of `to`, or to all sinks, needs; in pipeline order. */
export const participants = (
  compiled: Compiled,
  to: string | readonly string[] | undefined,
): readonly string[] => {
  const byId = new Map(compiled.graph.nodes.map(n => [n.id, n] as const));
  const ends =
    to === undefined
      ? [
          ...compiled.plan.sinks.map(s => s.node),
          ...[...compiled.plan.assertions, ...(compiled.plan.measures ?? [])].map(a => a.node),
        ]
      : typeof to === 'string'
        ? [to]
        : to;
  const waiting = [...ends];
  const wanted = new Set<string>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (wanted.has(id)) continue;
    wanted.add(id);
    for (const wires of byId.get(id)?.inputs.values() ?? []) waiting.push(...wires.map(w => w.node));
  }
  return compiled.graph.nodes.map(n => n.id).filter(id => wanted.has(id));
};
