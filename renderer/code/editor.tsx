/** The editor of formulas and queries. Loaded when the first of them is shown, so that the start stays fast. */
import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  closeBrackets,
  closeCompletion,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql } from '@codemirror/lang-sql';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, hoverTooltip, keymap, placeholder, tooltips } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../app/policy.ts';
import { duckdb, editorTheme, highlights } from './look.ts';
import type { EditorProps } from './props.ts';
import { explained, type Offer, offersFor, wordAround } from './words.ts';

/** A change that came from outside, and goes not back there. */
const fromOutside = Annotation.define<boolean>();

const types = { column: 'property', function: 'function', word: 'keyword' } as const;

const infoOf = ({ label, detail, info }: Offer) => {
  if (info === undefined) return null;
  const box = document.createElement('div');
  const head = document.createElement('code');
  head.textContent = label + detail;
  const body = document.createElement('p');
  body.textContent = info;
  box.append(head, body);
  return box;
};

const completions = (props: () => EditorProps) => (context: CompletionContext) => {
  const word = context.matchBefore(/"[^"]*|[\p{L}_][\p{L}\p{N}_]*/u);
  if (word === null && !context.explicit) return null;
  // What follows `::` is a type, and neither a column nor a function.
  if (context.matchBefore(/::\s*\w*/) !== null) return null;
  const { columns, allow } = props();
  return {
    from: word?.from ?? context.pos,
    validFor: /^"?[\p{L}\p{N}_ ]*$/u,
    // A name in quotes is matched by what stands in them.
    ...(word?.text.startsWith('"') && { filter: false }),
    options: offersFor(columns, allow)
      .filter(o => !word?.text.startsWith('"') || (o.kind === 'column' && o.insert.startsWith(word.text)))
      .map(o => ({
        label: o.label,
        detail: o.detail,
        type: types[o.kind],
        boost: o.kind === 'column' ? 20 : o.kind === 'function' ? 0 : -20,
        info: () => infoOf(o),
        apply: (view: EditorView, _: unknown, from: number, to: number) =>
          view.dispatch({
            changes: { from, to, insert: o.insert },
            selection: { anchor: from + o.cursor },
            userEvent: 'input.complete',
          }),
      })),
  };
};

const hover = (props: () => EditorProps) =>
  hoverTooltip((view, at) => {
    const found = wordAround(view.state.doc.toString(), at);
    const said = found && explained(found.word, props().columns);
    if (found === undefined || said === undefined) return null;
    return {
      pos: found.from,
      end: found.to,
      above: true,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'cm-said';
        const title = document.createElement('code');
        title.textContent = said.title;
        const body = document.createElement('p');
        body.textContent = said.text;
        dom.append(title, body);
        return { dom };
      },
    };
  });

const extensions = (
  props: () => EditorProps,
  { lines, label, id, describedBy, hint }: EditorProps,
): Extension => [
  EditorView.cspNonce.of(styleNonce()),
  history(),
  drawSelection(),
  bracketMatching(),
  closeBrackets(),
  EditorView.lineWrapping,
  sql({ dialect: duckdb }),
  syntaxHighlighting(highlights),
  editorTheme,
  placeholder(hint),
  tooltips({ position: 'fixed', parent: document.body }),
  autocompletion({ override: [completions(props)], icons: false, maxRenderedOptions: 60 }),
  // The editor closes what is open when the focus leaves; a list that is still to come would open all the same.
  EditorView.domEventHandlers({ blur: (_, view) => void closeCompletion(view) }),
  hover(props),
  // Enter is for choosing and, in a query, for lines. Tab always leaves the field.
  Prec.high(
    keymap.of([
      { key: 'Enter', run: view => acceptCompletion(view) || !lines },
      { key: 'Ctrl-Space', run: startCompletion },
    ]),
  ),
  keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
  EditorView.contentAttributes.of({
    'aria-label': label,
    id,
    spellcheck: 'false',
    ...(describedBy !== '' && { 'aria-describedby': describedBy }),
  }),
  EditorView.updateListener.of(update => {
    const mine = update.transactions.some(t => t.annotation(fromOutside) === true);
    if (update.docChanged && !mine) props().onChange(update.state.doc.toString());
  }),
];

const Editor = (given: EditorProps) => {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const props = useRef(given);
  props.current = given;
  const { value, marks, wanted } = given;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; what changes reaches it below
  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({ doc: value, extensions: extensions(() => props.current, given) }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const now = view.current;
    const text = now?.state.doc.toString();
    if (now === undefined || text === value) return;
    now.dispatch({
      changes: { from: 0, to: now.state.doc.length, insert: value },
      annotations: fromOutside.of(true),
    });
  }, [value]);

  useEffect(() => {
    const now = view.current;
    if (now === undefined) return;
    const { length } = now.state.doc;
    const shown = marks.map(({ from = 0, to = length, severity, message }): Mark => {
      const start = Math.min(from, length);
      return { from: start, to: Math.max(start, Math.min(to, length)), severity, message };
    });
    now.dispatch(setDiagnostics(now.state, shown));
  }, [marks]);

  useEffect(() => {
    const now = view.current;
    if (now === undefined || wanted === undefined) return;
    const { length } = now.state.doc;
    now.focus();
    now.dispatch({
      selection: { anchor: Math.min(wanted.from ?? 0, length), head: Math.min(wanted.to ?? length, length) },
    });
    props.current.onFocused();
  }, [wanted]);

  return <div ref={place} data-editor data-lines={given.lines || undefined} />;
};

export default Editor;
