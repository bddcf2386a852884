/** What must be made before a source can be scanned, such as a copy in an encoding that DuckDB reads. */
import type { World } from '../connectors/contract.ts';
import { checkKnownHash } from '../connectors/files/known-hash.ts';
import { sourceConnectors } from '../connectors/index.ts';
import { at, EngineError } from '../diagnostics/errors.ts';
import type { Relation } from '../plan/plan.ts';
import { eachRel, type Rel, type ScanRel, withInputs } from '../plan/relation.ts';
import type { Json } from '../schema/types.ts';
import type { Steps } from './steps.ts';

const scansOf = (relation: Relation): readonly ScanRel[] => {
  const scans: ScanRel[] = [];
  eachRel(relation.rel, r => {
    if (r.op === 'scan') scans.push(r);
  });
  return scans;
};

const withOptions = (rel: Rel, options: ReadonlyMap<ScanRel, Json>): Rel => {
  if (rel.op !== 'scan') return withInputs(rel, input => withOptions(input, options));
  const prepared = options.get(rel);
  return prepared === undefined ? rel : { ...rel, options: prepared };
};

/** The files that a scan reads: those that were found, or the one that it names. */
const filesOf = async ({ options }: ScanRel, world: World): Promise<readonly string[]> => {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return [];
  const { files, path } = options as { readonly files?: Json; readonly path?: Json };
  if (Array.isArray(files)) return files.filter(file => typeof file === 'string');
  return typeof path === 'string' ? [await world.readPath(path)] : [];
};

const preparedOptions = async (scan: ScanRel, world: World): Promise<Json> => {
  for (const file of await filesOf(scan, world)) await checkKnownHash(file, world);
  const connector = sourceConnectors.get(scan.connector);
  return connector?.reads === 'duckdb' && connector.prepare !== undefined
    ? connector.prepare(scan.options, world)
    : scan.options;
};

/** The same steps, reading from what was prepared. Relations that are tables already are left alone. */
export const preparedSteps = async (
  steps: Steps,
  tables: ReadonlySet<string>,
  world: (node: string) => World,
): Promise<Steps> => {
  const changed = new Map<string, Relation>();
  for (const relation of steps.relations.values()) {
    if (tables.has(relation.name)) continue;
    const options = new Map<ScanRel, Json>();
    for (const scan of scansOf(relation)) {
      const prepared = await preparedOptions(scan, world(relation.node)).catch(error => {
        throw error instanceof EngineError ? at(error, { node: relation.node }) : error;
      });
      if (prepared !== scan.options) options.set(scan, prepared);
    }
    if (options.size > 0)
      changed.set(relation.name, { ...relation, rel: withOptions(relation.rel, options) });
  }
  if (changed.size === 0) return steps;
  const current = (relation: Relation): Relation => changed.get(relation.name) ?? relation;
  return {
    ...steps,
    relations: new Map([...steps.relations].map(([name, relation]) => [name, current(relation)])),
    steps: steps.steps.map(step => ({ ...step, relation: current(step.relation) })),
  };
};
