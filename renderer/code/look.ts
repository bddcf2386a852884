/** How code looks: the colours of the theme, whichever is on. */
import { SQLDialect } from '@codemirror/lang-sql';
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** DuckDB's SQL, as far as an editor must know it to colour it. */
export const duckdb = SQLDialect.define({
  keywords:
    'all and any anti as asc asof between by case cast collate cross desc distinct else end except exclude exists filter first following from full group having ilike in inner intersect interval is join lateral last left like limit natural not nulls null offset on or order outer over partition pivot positional preceding qualify range recursive replace right row rows select semi similar then try_cast unbounded union unpivot using values when where window with within true false',
  types:
    'bigint blob boolean bool date decimal double float hugeint int integer interval json list map numeric real smallint struct text time timestamp timestamptz tinyint ubigint uinteger usmallint utinyint uuid varchar',
  doubleQuotedStrings: false,
  charSetCasts: false,
  operatorChars: '*+-%<>!=&|~^/:',
  identifierQuotes: '"',
  slashComments: false,
});

export const highlights = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--cat-columns)' },
  { tag: [tags.bool, tags.null], color: 'var(--cat-columns)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: tags.number, color: 'var(--cat-sources)' },
  { tag: tags.typeName, color: 'var(--cat-summarise)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--ink-3)', fontStyle: 'italic' },
  { tag: [tags.operator, tags.punctuation], color: 'var(--ink-2)' },
]);

const popup = {
  border: '1px solid var(--line)',
  borderRadius: 'var(--radius-m)',
  background: 'var(--bg-raised)',
  color: 'var(--ink)',
  boxShadow: 'var(--shadow)',
  fontFamily: 'var(--font)',
  fontSize: 'var(--text-m)',
};

export const editorTheme = EditorView.theme({
  '&': { fontSize: 'var(--text-m)', background: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', overflow: 'auto', maxHeight: '320px' },
  '.cm-content': { padding: '4px 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 7px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--accent-soft)',
  },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--accent-soft)', color: 'inherit' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warn)' },
  '.cm-tooltip': popup,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mono)',
    fontSize: 'var(--text-m)',
    maxHeight: '220px',
    minWidth: '220px',
    padding: '3px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', borderRadius: 'var(--radius-s)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--bg-active)',
    color: 'var(--ink)',
  },
  '.cm-completionDetail': { marginLeft: '10px', color: 'var(--ink-3)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent)', fontWeight: '600' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 10px', maxWidth: '280px' },
  '.cm-completionInfo p, .cm-said p': { margin: '4px 0 0', whiteSpace: 'pre-wrap', color: 'var(--ink-2)' },
  '.cm-completionInfo code, .cm-said code': { fontFamily: 'var(--mono)' },
  '.cm-said': { padding: '7px 10px', maxWidth: '320px' },
  '.cm-diagnostic': { padding: '6px 10px', border: '0', maxWidth: '360px', whiteSpace: 'pre-wrap' },
  '.cm-tooltip-lint': { overflow: 'hidden' },
});
