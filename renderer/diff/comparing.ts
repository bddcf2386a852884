/** What the canvas is compared with, while it is. */
import { create } from 'zustand';
import { diffPipelines, type PipelineDiff } from '../../engine/graph/diff.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { useDocument } from '../store/document.ts';
import { useUi } from '../store/ui.ts';

export type Compared = {
  /** The open document that was compared; with another one the comparison ends. */
  readonly doc: string;
  readonly name: string;
  readonly text: string;
  readonly before: PipelineDocument;
};

type ComparingState = {
  readonly with: Compared | undefined;
  /** Marks on the canvas what differs from this text. A text that is no pipeline is shown as what it is. */
  start(name: string, text: string): void;
  end(): void;
};

export const useComparing = create<ComparingState>()(set => ({
  with: undefined,
  start: (name, text) => {
    const { doc } = useDocument.getState();
    const { document: before } = parsePipeline(text);
    if (doc === undefined) return;
    if (before === undefined) useUi.getState().show({ dialog: 'diff', name, text });
    else set({ with: { doc, name, text, before } });
  },
  end: () => set({ with: undefined }),
}));

let known:
  | { readonly before: PipelineDocument; readonly after: PipelineDocument; readonly diff: PipelineDiff }
  | undefined;

const diffOf = (before: PipelineDocument, after: PipelineDocument): PipelineDiff => {
  if (known?.before !== before || known.after !== after)
    known = { before, after, diff: diffPipelines(before, after) };
  return known.diff;
};

/** What differs now; undefined while nothing is compared. */
export const useDiff = (): (Compared & { readonly diff: PipelineDiff }) | undefined => {
  const compared = useComparing(state => state.with);
  const document = useDocument(state => state.document);
  const doc = useDocument(state => state.doc);
  return compared === undefined || compared.doc !== doc || document === undefined
    ? undefined
    : { ...compared, diff: diffOf(compared.before, document) };
};
