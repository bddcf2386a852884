/** Mends settings that name a column which is not there: in pickers, lists and formulas, one or all of them at once. */
import type { Shape } from '../../engine/catalogue/form.ts';
import { type FormPath, isMembers, valueAt, withValue } from '../../engine/catalogue/form-values.ts';
import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import type { PipelineDocument, PipelineNode } from '../../engine/graph/document.ts';
import { setParams } from '../../engine/graph/edits.ts';
import { endpointText } from '../../engine/graph/endpoint.ts';
import { wiresOf } from '../../engine/graph/ports.ts';
import { sameName } from '../../engine/plan/names.ts';
import { bareName } from '../../engine/schema/keywords.ts';
import type { Json } from '../../engine/schema/types.ts';
import { kindOf } from '../store/kinds.ts';
import { nameNow, type Renames } from './renames.ts';

export type Fix = {
  readonly node: string;
  readonly param: string;
  readonly from: string;
  readonly to: string;
  /** A rename was seen; otherwise the name is only similar. */
  readonly renamed: boolean;
  readonly range?: readonly [from: number, to: number];
};

/** The path of a param as it was written: `columns[2].name`, odd keys in quotes. */
export const pathOf = (param: string): FormPath =>
  [...param.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g)].map(([, index, quoted, plain]) =>
    index !== undefined
      ? Number(index)
      : quoted !== undefined
        ? (JSON.parse(quoted) as string)
        : (plain ?? ''),
  );

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** The way out of a problem, where there is one that can be taken without thinking. */
export const fixOf = (d: Diagnostic, document: PipelineDocument, renames: Renames): Fix | undefined => {
  const column = text(d.data?.column);
  if (
    !/(^|-)unknown-column$/.test(d.code) ||
    d.node === undefined ||
    d.param === undefined ||
    column === undefined
  )
    return undefined;
  const now = sourcesOf(document, d.node, d.port)
    .map(port => nameNow(renames, port, column))
    .find(name => name !== undefined);
  const to = now ?? text(d.data.near);
  if (to === undefined) return undefined;
  return {
    node: d.node,
    param: d.param,
    from: column,
    to,
    renamed: now !== undefined,
    ...(d.from !== undefined && d.to !== undefined && { range: [d.from, d.to] as const }),
  };
};

/** The ports that a node's input reads; all of them where a setting sees several. */
const sourcesOf = (document: PipelineDocument, node: string, port: string | undefined): readonly string[] =>
  wiresOf(document, kindOf)
    .filter(({ to }) => to.node === node && (port === undefined || port.split('+').includes(to.port ?? '')))
    .map(({ from }) => endpointText(from));

/** Fixes that do the same to the same name, so that one click can do all. */
export const alike = (fix: Fix, all: readonly Fix[]): readonly Fix[] =>
  all.filter(other => sameName(other.from, fix.from) && other.to === fix.to);

/** What a name looks like where it stands in a formula, without its quotes. */
const unquoted = (word: string): string =>
  word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word;

const tokens = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu;

/**
 * A formula with a column's name changed everywhere in it. Texts in single quotes and names of functions stay; the
 * diagnostic's range says only where the first of them is.
 */
export const withColumn = (formula: string, from: string, to: string): string =>
  formula.replace(tokens, (word, offset: number) => {
    if (word.startsWith("'") || !sameName(unquoted(word), from)) return word;
    const isCall = !word.startsWith('"') && /^\s*\(/.test(formula.slice(offset + word.length));
    return isCall ? word : bareName(to);
  });

const fixedValue = (value: Json | undefined, fix: Fix): Json | undefined => {
  if (typeof value === 'string') {
    if (fix.range === undefined && sameName(value, fix.from)) return fix.to;
    return withColumn(value, fix.from, fix.to);
  }
  if (Array.isArray(value))
    return value.map(item =>
      typeof item === 'string' && sameName(item, fix.from) ? fix.to : (item as Json),
    );
  if (isMembers(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [sameName(key, fix.from) ? fix.to : key, item]),
    );
  return value;
};

/** The document with the fixes done. What has changed since the problem was found is left alone. */
export const withFixes = (
  document: PipelineDocument,
  fixes: readonly Fix[],
  shapeOf: (kind: string) => Shape | undefined,
): PipelineDocument =>
  fixes.reduce((at, fix) => {
    const node = at.nodes.find(n => n.id === fix.node);
    const shape = node && shapeOf(node.kind);
    if (node === undefined || shape === undefined) return at;
    const path = pathOf(fix.param);
    const value = valueAt(shape, node.params, path);
    const next = fixedValue(value, fix);
    if (next === undefined || next === value) return at;
    const params = withValue(shape, node.params, path, next) ?? {};
    return setParams(at, fix.node, params as PipelineNode['params']);
  }, document);
