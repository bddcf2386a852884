import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../schema/nearest.ts';
import type { Json } from '../schema/types.ts';
import type { ParameterValue } from './document.ts';
import { isId } from './endpoint.ts';
import { limits } from './limits.ts';
import { numberText } from './number-text.ts';
import { paramPath } from './path.ts';
import { isSecretName } from './secrets.ts';
import { type Part, parseTemplate } from './template.ts';

/** Values of parameters by name; undefined for a parameter that is declared and has no value. */
export type ParameterValues = ReadonlyMap<string, ParameterValue | undefined>;

/** Characters that may still be put in. */
type Budget = { left: number };

type Expanded<T> = { readonly value: T; readonly diagnostics: readonly Diagnostic[] };

const problemOf = (part: Part, values: ParameterValues): Diagnostic | undefined => {
  const place = { from: part.from, to: part.to };
  if (part.kind === 'unclosed')
    return diagnostic('unclosed-parameter', { text: part.text.slice(0, 100) }, place);
  const name = part.name.slice(0, 100);
  if (part.kind === 'secret' && !isSecretName(part.name))
    return diagnostic('bad-secret-name', { name }, place);
  if (part.kind !== 'parameter' || values.get(part.name) !== undefined) return undefined;
  if (values.has(part.name)) return diagnostic('parameter-without-value', { name }, place);
  const known = [...values.keys()].slice(0, 1000);
  const near = isId(part.name) ? nearest(name, known) : undefined;
  return diagnostic(
    'unknown-parameter',
    { name, known: known.slice(0, 50), ...(near !== undefined && { near }) },
    place,
  );
};

const textOf = (part: Part, values: ParameterValues): string => {
  // The escape before `env:` has to reach `withSecrets`, which takes the extra $ away.
  if (part.kind === 'escape') return part.name === 'env' ? part.text : '${';
  const value = part.kind === 'parameter' ? values.get(part.name) : undefined;
  if (value === undefined) return part.text;
  return typeof value === 'number' ? numberText(value) : String(value);
};

/** One text with its parameters put in. A text that is nothing but one parameter takes the value's own type. */
export const expand = (text: string, values: ParameterValues, budget: Budget): Expanded<ParameterValue> => {
  if (!text.includes('${')) return { value: text, diagnostics: [] };
  const parts = parseTemplate(text);
  const diagnostics = parts.flatMap(part => problemOf(part, values) ?? []).slice(0, limits.suggestions);
  if (diagnostics.length > 0) return { value: text, diagnostics };
  const pieces: string[] = [];
  for (const part of parts) {
    const piece = textOf(part, values);
    pieces.push(piece);
    budget.left -= piece.length;
    if (budget.left < 0)
      return { value: text, diagnostics: [diagnostic('expansion-too-large', { limit: limits.expansion })] };
  }
  const [only, second] = parts;
  const whole = only?.kind === 'parameter' && second === undefined ? values.get(only.name) : undefined;
  return { value: whole ?? pieces.join(''), diagnostics: [] };
};

type Step = string | number;

/** Applies `change` to every text within a value; keys stay. Depth is what the parser allows. */
const mapTexts = (
  value: Json,
  change: (text: string, path: readonly Step[]) => Json,
  path: readonly Step[] = [],
): Json => {
  if (typeof value === 'string') return change(value, path);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item, i) => mapTexts(item, change, [...path, i]));
  // `fromEntries` defines members, so that a key `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapTexts(item, change, [...path, key])]),
  );
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/**
 * A value with its parameters put in, to be called with a node's params. `${name}` takes a parameter anywhere in a
 * text, a text that is exactly one `${name}` takes the value's own type, `$${` is a literal `${`, `${env:NAME}` stays.
 * What is put in is not read again. Diagnostics carry the param's path and the range in its text; `limit` is the
 * number of characters that the texts with parameters may come to.
 */
export const substitute = (
  value: Json,
  values: ParameterValues,
  limit: number = limits.expansion,
): Expanded<Json> => {
  const diagnostics: Diagnostic[] = [];
  const budget = { left: limit };
  const changed = mapTexts(value, (text, path) => {
    if (diagnostics.length >= limits.suggestions) return text;
    const expanded = expand(text, values, budget);
    const param = path.length === 0 ? {} : { param: paramPath(path) };
    for (const found of expanded.diagnostics) diagnostics.push({ ...found, ...param });
    return expanded.value;
  });
  return { value: changed, diagnostics };
};
