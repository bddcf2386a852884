/** Outputs that would destroy something: an input, each other, or a folder that is not theirs. */
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import type { Compiled } from '../compile/compile.ts';
import { sinkConnectors } from '../connectors/index.ts';
import { type Diagnostic, diagnostic, diagnosticOf } from '../diagnostics/diagnostic.ts';
import { EngineError } from '../diagnostics/errors.ts';
import type { Sink } from '../plan/plan.ts';
import { eachRel } from '../plan/relation.ts';
import { globMatcher } from './glob.ts';
import { globBase, type Permissions, readablePath, writablePath } from './paths.ts';

type Takes = (path: string, connector: string) => boolean;

/** What a source node reads: files that were found, and the place where more of them may appear. */
type Reader = {
  readonly node: string;
  readonly files: readonly string[];
  /** Tells of an output by a connector whether this source would read it, were it there. */
  readonly takes: Takes;
};

const isDirectory = async (path: string): Promise<boolean> =>
  stat(path).then(
    info => info.isDirectory(),
    () => false,
  );

const readersOf = async (
  compiled: Compiled,
  folder: string,
  may: Permissions,
): Promise<readonly Reader[]> => {
  const readers: Reader[] = [];
  const connectors = new Map<string, string>();
  for (const relation of compiled.plan.relations)
    eachRel(relation.rel, r => {
      if (r.op === 'scan') connectors.set(relation.node, r.connector);
    });
  for (const source of compiled.sources) {
    const node = compiled.graph.nodes.find(n => n.id === source.node);
    const declared = node?.params === undefined ? [] : (node.kind.capabilities?.(node.params as never) ?? []);
    const files = (source.inputs ?? []).map(i => i.name).filter(name => isAbsolute(name));
    const paths = declared.flatMap(c => (c.kind === 'read' ? [c.path] : []));
    const own = connectors.get(source.node) ?? '';
    const places = await Promise.all(paths.map(path => placeOf(path, own, folder, may)));
    readers.push({
      node: source.node,
      files: [...files, ...places.flatMap(p => p.file ?? [])],
      takes: (path, connector) => places.some(p => p.takes(path, connector)),
    });
  }
  return readers;
};

const placeOf = async (
  path: string,
  connector: string,
  folder: string,
  may: Permissions,
): Promise<{ file?: string; takes: Takes }> => {
  try {
    const real = await readablePath(folder, path, may);
    if (globBase(path).pattern) {
      return { takes: globMatcher(real) };
    }
    // Of a folder a source takes the files of its own format.
    if (await isDirectory(real))
      return { takes: (target, by) => by === connector && target.startsWith(real + sep) };
    return { file: real, takes: () => false };
  } catch (error) {
    // A refused path is reported when its node is looked at.
    if (!(error instanceof EngineError)) throw error;
    return { takes: () => false };
  }
};

/** What stands in the way at the target itself: a folder where a file goes, or things that are not this output's. */
const inTheWay = async (target: string, path: string, asFolder: boolean): Promise<Diagnostic | undefined> => {
  const there = await stat(target).catch(() => undefined);
  if (there === undefined) return undefined;
  if (!asFolder)
    return there.isDirectory()
      ? diagnostic('file-unwritable', { path, reason: 'it is a folder' })
      : undefined;
  if (!there.isDirectory()) return diagnostic('output-not-folder', { path });
  const foreign = (await readdir(target, { withFileTypes: true }).catch(() => [])).find(
    entry => !(entry.isDirectory() && entry.name.includes('=')),
  );
  return foreign === undefined ? undefined : diagnostic('output-folder-taken', { path, entry: foreign.name });
};

const clashesOf = async (
  sink: Sink,
  target: string,
  readers: readonly Reader[],
  writes: ReadonlyMap<string, string>,
): Promise<readonly Diagnostic[]> => {
  const connector = sinkConnectors.get(sink.connector);
  if (connector === undefined || connector.writes === 'rows') return [];
  const path = connector.target(sink.options);
  const asFolder = connector.writes === 'duckdb' && connector.isFolder?.(sink.options) === true;
  const reader = readers.find(
    r =>
      r.files.some(file => file === target || file.startsWith(target + sep)) ||
      r.takes(target, sink.connector),
  );
  const twin = [...writes].find(
    ([other]) => other === target || other.startsWith(target + sep) || target.startsWith(other + sep),
  );
  const way = await inTheWay(target, path, asFolder);
  return [
    ...(reader === undefined ? [] : [diagnostic('output-is-input', { path, node: reader.node })]),
    ...(twin === undefined ? [] : [diagnostic('output-twice', { path, node: twin[1] })]),
    ...(way === undefined ? [] : [way]),
  ];
};

/** Outputs that would destroy an input, each other or a foreign folder, or that may not be written. */
export const outputProblems = async (
  compiled: Compiled,
  folder: string,
  may: Permissions,
): Promise<readonly Diagnostic[]> => {
  const found: Diagnostic[] = [];
  const readers = await readersOf(compiled, folder, may);
  const writes = new Map<string, string>();
  for (const sink of compiled.plan.sinks) {
    const connector = sinkConnectors.get(sink.connector);
    if (connector === undefined || connector.writes === 'rows') continue;
    const place = { node: sink.node, param: 'path' };
    try {
      const target = await writablePath(folder, connector.target(sink.options), may);
      found.push(...(await clashesOf(sink, target, readers, writes)).map(d => ({ ...d, ...place })));
      writes.set(target, sink.node);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      found.push(diagnosticOf(error, error.message, place));
    }
  }
  return found;
};
