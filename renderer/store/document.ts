/** The pipeline that is open, with its past and future. Every edit goes through `edit`, so every edit can be undone. */
import { create } from 'zustand';
import type { OpenedDocument } from '../../engine/contract/documents.ts';
import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { printPipeline } from '../../engine/graph/print.ts';
import { rememberedValues, rememberValues } from './parameter-memory.ts';

/** A state that can be gone back to, and what was done from there, in words for the menu. */
type Step = { readonly document: PipelineDocument; readonly label: string };

export type EditOptions = {
  /** What undo will call it: “Move 3 nodes”. */
  readonly label: string;
  /** Edits of the same key that follow each other quickly are one step: typing into one field. */
  readonly coalesce?: string;
};

export type DocumentState = {
  readonly doc: string | undefined;
  readonly file: { readonly name: string; readonly folder: string } | undefined;
  readonly document: PipelineDocument | undefined;
  /** The text of the file, where it is not a pipeline that can be shown. */
  readonly unreadable: { readonly text: string; readonly diagnostics: readonly Diagnostic[] } | undefined;
  /** The text that was last read from or written to the file. */
  readonly savedText: string;
  readonly trusted: boolean;
  /** What it would touch, and how much of that is more than was trusted before, as it was opened. */
  readonly capabilities: OpenedDocument['capabilities'] | undefined;
  readonly beyond: OpenedDocument['capabilities'] | undefined;
  /** Values of the parameters for looks and runs, as text; the file's defaults stand for the rest. */
  readonly values: Readonly<Record<string, string>>;
  readonly changedOnDisk: { readonly text: string | undefined } | undefined;
  readonly recovered: string | undefined;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  load(opened: OpenedDocument): void;
  edit(change: (document: PipelineDocument) => PipelineDocument, options: EditOptions): void;
  /** Gives places that nobody chose. No edit: there is nothing to save or to take back, and old states get them too. */
  settle(change: (document: PipelineDocument) => PipelineDocument): void;
  undo(): void;
  redo(): void;
  /** `sent` is what was given to be written; what was edited since stays. */
  saved(text: string, file: { readonly name: string; readonly folder: string }, sent: string): void;
  setValues(values: Readonly<Record<string, string>>): void;
  close(): void;
};

/** Steps that are kept; documents share what did not change, so they are cheap. */
const mostSteps = 500;
const coalesceMs = 800;

let lastEdit = { key: '', at: 0 };

const closed = {
  doc: undefined,
  file: undefined,
  document: undefined,
  unreadable: undefined,
  savedText: '',
  trusted: false,
  capabilities: undefined,
  beyond: undefined,
  values: {},
  changedOnDisk: undefined,
  recovered: undefined,
  past: [],
  future: [],
} as const;

export const useDocument = create<DocumentState>()((set, get) => ({
  ...closed,
  load: opened => {
    const { document, diagnostics } = parsePipeline(opened.text);
    lastEdit = { key: '', at: 0 };
    set({
      ...closed,
      doc: opened.doc,
      file: opened.file,
      document,
      unreadable: document === undefined ? { text: opened.text, diagnostics } : undefined,
      savedText: opened.file === undefined ? '' : opened.text,
      trusted: opened.trusted,
      capabilities: opened.capabilities,
      beyond: opened.beyond,
      values: rememberedValues(opened.file),
      recovered: opened.recovered,
    });
  },
  edit: (change, { label, coalesce }) => {
    const { document, past } = get();
    if (document === undefined) return;
    const next = change(document);
    if (next === document) return;
    const now = performance.now();
    const joins =
      coalesce !== undefined &&
      past.length > 0 &&
      lastEdit.key === coalesce &&
      now - lastEdit.at < coalesceMs;
    lastEdit = { key: coalesce ?? '', at: now };
    set({
      document: next,
      past: joins ? past : [...past, { document, label }].slice(-mostSteps),
      future: [],
    });
  },
  settle: change => {
    const { document, file, past, future } = get();
    if (document === undefined) return;
    const next = change(document);
    const settled = (step: Step): Step => ({ ...step, document: change(step.document) });
    set({
      document: next,
      past: past.map(settled),
      future: future.map(settled),
      ...(file !== undefined && !isDirty(get()) && { savedText: textOf(next) }),
    });
  },
  undo: () => {
    const { document, past, future } = get();
    const step = past.at(-1);
    if (document === undefined || step === undefined) return;
    lastEdit = { key: '', at: 0 };
    set({
      document: step.document,
      past: past.slice(0, -1),
      future: [{ document, label: step.label }, ...future],
    });
  },
  redo: () => {
    const { document, past, future } = get();
    const [step, ...rest] = future;
    if (document === undefined || step === undefined) return;
    lastEdit = { key: '', at: 0 };
    set({ document: step.document, past: [...past, { document, label: step.label }], future: rest });
  },
  saved: (text, file, sent) => {
    const { document, values } = get();
    // The host may have made paths relative to the new folder; that is no edit of the user's.
    const moved =
      text !== sent && document !== undefined && textOf(document) === sent
        ? parsePipeline(text).document
        : undefined;
    set({
      savedText: text,
      file,
      changedOnDisk: undefined,
      recovered: undefined,
      ...(moved !== undefined && { document: moved }),
    });
    rememberValues(file, values);
  },
  setValues: values => {
    set({ values });
    rememberValues(get().file, values);
  },
  close: () => set(closed),
}));

let printed: { readonly document: PipelineDocument; readonly text: string } | undefined;

/** The text of a document, printed once for each state of it. */
export const textOf = (document: PipelineDocument): string => {
  if (printed?.document !== document) printed = { document, text: printPipeline(document) };
  return printed.text;
};

export const isDirty = (state: DocumentState): boolean =>
  state.document !== undefined &&
  state.past.length + state.future.length > 0 &&
  textOf(state.document) !== state.savedText;

/** The values that the document has parameters for. */
const valuesOf = ({ document, values }: DocumentState): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter(([name]) => Object.hasOwn(document?.parameters ?? {}, name)),
  );

/** What the host and the engine are told of the open pipeline. */
export const sourceOf = (
  state: DocumentState,
  parameters: Readonly<Record<string, string>> = valuesOf(state),
): { doc: string; text: string; parameters: Record<string, string> } | undefined =>
  state.doc === undefined || state.document === undefined
    ? undefined
    : { doc: state.doc, text: textOf(state.document), parameters: { ...parameters } };
