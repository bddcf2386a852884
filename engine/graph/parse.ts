import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { checkGraph, type Graph } from './check.ts';
import { documentFormat, documentVersion, type PipelineDocument } from './document.ts';
import { limits } from './limits.ts';
import { type Migration, migrate, migrations, type RawDocument } from './migrate.ts';
import { isObject, member } from './path.ts';
import { scan } from './scan.ts';
import { shapeProblems, sizeProblems } from './shape.ts';
import { encodingProblem, lossy, notUtf8, positions, unreadable } from './unreadable.ts';

/** `document` is absent where the file cannot be shown; with it, diagnostics say what is wrong with the graph. */
export type Parsed = { readonly document?: PipelineDocument; readonly diagnostics: readonly Diagnostic[] };

type Read = { readonly root?: unknown; readonly diagnostics: readonly Diagnostic[] };

const tooLarge = (bytes: number): Diagnostic =>
  diagnostic('file-too-large', { bytes, limit: limits.fileBytes });

/** Reads JSON exactly: what `JSON.parse` would change in silence, or what could exhaust it, is a diagnostic. */
const readJson = (bytes: Uint8Array): Read => {
  const encoding = encodingProblem(bytes);
  if (encoding !== undefined) return { diagnostics: [encoding] };
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const { losses, stop } = scan(bytes, marked ? 3 : 0);
  if (stop !== undefined) return { diagnostics: [unreadable(bytes, stop)] };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { diagnostics: [notUtf8(bytes)] };
  }
  const root: unknown = JSON.parse(text);
  const position = positions(bytes);
  return { root, diagnostics: losses.map(loss => lossy(loss, position(loss.at), root)) };
};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isText = (value: unknown): value is string => typeof value === 'string';

/** The parts of a misshapen document whose ids and edges can be checked all the same. */
const salvage = (root: RawDocument): Graph => {
  const nodes = list(root.nodes).flatMap(node => {
    const id = member(node, 'id');
    return isText(id) ? [{ id }] : [];
  });
  const edges = list(root.edges).flatMap(edge => {
    const [from, to] = [member(edge, 'from'), member(edge, 'to')];
    return isText(from) && isText(to) ? [{ from, to }] : [];
  });
  // Without a list of nodes every edge would dangle, which says nothing new.
  return { parameters: {}, nodes, edges: Array.isArray(root.nodes) ? edges : [] };
};

/** Adds what a hand-written file may leave out. */
const fillIn = (root: RawDocument): RawDocument => ({
  name: 'Untitled',
  parameters: {},
  edges: [],
  layout: {},
  ...root,
  nodes: list(root.nodes).map(node =>
    isObject(node) && !Object.hasOwn(node, 'params') ? { ...node, params: {} } : node,
  ),
});

const atMost = (found: readonly Diagnostic[]): readonly Diagnostic[] =>
  found.length <= limits.problems
    ? found
    : [...found.slice(0, limits.problems), diagnostic('more-problems', { limit: limits.problems })];

const judge = (root: unknown, steps: readonly Migration[]): Parsed => {
  const format = member(root, 'format');
  const isOurs = isObject(root) && format === documentFormat;
  const foreign = isOurs
    ? []
    : [diagnostic('not-a-pipeline', { format: documentFormat, ...(isText(format) && { found: format }) })];
  if (!isObject(root) || (!isOurs && !Object.hasOwn(root, 'nodes'))) return { diagnostics: foreign };

  const known = Math.max(documentVersion, ...steps.map(step => step.to));
  const { version } = root;
  if (typeof version === 'number' && Number.isInteger(version) && version > known)
    return { diagnostics: [...foreign, diagnostic('newer-version', { found: version, known })] };
  const sizes = sizeProblems(root);
  if (sizes.length > 0) return { diagnostics: [...foreign, ...sizes] };

  const migrated = migrate(root, steps);
  const misshapen = isOurs ? shapeProblems(migrated) : [];
  if (foreign.length > 0 || misshapen.length > 0)
    return { diagnostics: [...foreign, ...misshapen, ...checkGraph(salvage(migrated))] };
  // `shapeProblems` has just found this to be a document; unknown fields are what the type leaves open.
  const document = fillIn(migrated) as unknown as PipelineDocument;
  return { document, diagnostics: checkGraph(document) };
};

/**
 * Reads a pipeline file and says everything that is wrong with it at once; never throws. A document comes back also
 * when ids or edges are wrong, so that the canvas can show it; it must not run while there are errors.
 * Takes bytes up to 20 MB; text is for what is already in memory, such as a snippet from the clipboard.
 */
export const parsePipeline = (
  file: Uint8Array | string,
  steps: readonly Migration[] = migrations,
): Parsed => {
  if (file.length > limits.fileBytes) return { diagnostics: [tooLarge(file.length)] };
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file;
  if (bytes.length > limits.fileBytes) return { diagnostics: [tooLarge(bytes.length)] };
  const read = readJson(bytes);
  if (read.root === undefined) return { diagnostics: read.diagnostics };
  const { document, diagnostics } = judge(read.root, steps);
  const all = atMost([...read.diagnostics, ...diagnostics]);
  // What parsing would have changed must not be shown as if it were the file.
  return document === undefined || read.diagnostics.length > 0
    ? { diagnostics: all }
    : { document, diagnostics: all };
};
