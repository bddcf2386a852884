/** Copy, cut and paste as text of the pipeline format, so that it works across windows, in mails and in files. */
import { type CapabilitySum, capabilitiesOf, widened } from '../../engine/compile/capabilities.ts';
import type { PipelineDocument, Point } from '../../engine/graph/document.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { printPipeline } from '../../engine/graph/print.ts';
import { cornerOf, paste, snippetOf } from '../../engine/graph/snippet.ts';
import { catalogue } from '../../nodes/index.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';
import { useCanvas } from './canvas-store.ts';
import { chosen } from './chosen.ts';
import { commentId } from './flow-types.ts';
import { middle } from './view.ts';

/** The selection as text; undefined where nothing is selected that could be copied. */
export const copiedText = (): string | undefined => {
  const now = chosen();
  return now === undefined || now.nodes.size + now.comments.size === 0
    ? undefined
    : printPipeline(snippetOf(now.document, now.nodes, now.comments));
};

/** Whether a text could be a part of a pipeline; everything else is left to whoever else hears of it. */
export const looksLikePipeline = (text: string): boolean =>
  /^\s*\{[\s\S]*"millrace\/pipeline"/.test(text.slice(0, 10_000));

/** What pasting would let this pipeline touch beyond what it touches now; undefined where that is nothing. */
export const addedBy = (document: PipelineDocument, snippet: PipelineDocument): CapabilitySum | undefined => {
  const more = widened(
    capabilitiesOf(paste(document, snippet, [0, 0]).document, catalogue),
    capabilitiesOf(document, catalogue),
  );
  const any = more.sql || [more.read, more.write, more.net, more.db, more.env].some(list => list.length > 0);
  return any ? more : undefined;
};

let pastes = 0;
let lastText = '';

const wantedCorner = (snippet: PipelineDocument, at: Point | undefined, text: string): Point => {
  if (at !== undefined) return at;
  const corner = cornerOf(snippet);
  pastes = text === lastText ? pastes + 1 : 1;
  lastText = text;
  const near: Point = [corner[0] + 30 * pastes, corner[1] + 30 * pastes];
  const [x, y] = middle();
  // Beside the original where that is in view; else where the person looks.
  return Math.abs(near[0] - x) < 700 && Math.abs(near[1] - y) < 500 ? near : [x - 100, y - 40];
};

/** Adds a snippet, its nodes disabled if asked for, and selects what was added. */
export const pasteSnippet = (
  text: string,
  at?: Point,
  options: { readonly disabled?: boolean; readonly label?: string } = {},
): void => {
  const { document: snippet } = parsePipeline(text);
  const { document, edit } = useDocument.getState();
  if (snippet === undefined || document === undefined) return;
  const given: PipelineDocument = options.disabled
    ? { ...snippet, nodes: snippet.nodes.map(node => ({ ...node, disabled: true })) }
    : snippet;
  const corner = cornerOf(given);
  const [x, y] = wantedCorner(given, at, text);
  const pasted = paste(document, given, [x - corner[0], y - corner[1]]);
  const count = pasted.nodes.length;
  const what = count === 1 ? (pasted.nodes[0] ?? '') : count === 0 ? 'note' : `${count} nodes`;
  edit(() => pasted.document, { label: `${options.label ?? 'Paste'} ${what}` });
  useSelection.getState().select(pasted.nodes, [], pasted.comments.map(commentId));
  useCanvas.getState().say(`${what} pasted.`);
};

/** Pastes text from anywhere. What would widen what the pipeline may touch asks first. */
export const pasteText = (text: string, at?: Point): void => {
  const { document, trusted } = useDocument.getState();
  if (document === undefined) return;
  const { document: snippet, diagnostics } = parsePipeline(text);
  if (snippet === undefined) {
    useUi.getState().say(`Nothing was pasted. ${diagnostics[0]?.message ?? ''}`.trim(), 'error');
    return;
  }
  if (trusted && addedBy(document, snippet) !== undefined)
    useCanvas.getState().show({ popup: 'paste', text, at });
  else pasteSnippet(text, at);
};
