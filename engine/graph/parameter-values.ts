import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../schema/nearest.ts';
import { findCycles } from './cycles.ts';
import type { Parameter, ParameterType, ParameterValue, PipelineDocument } from './document.ts';
import { isId } from './endpoint.ts';
import { limits } from './limits.ts';
import { isExact, numberText } from './number-text.ts';
import { expand, type ParameterValues } from './substitute.ts';
import { parseTemplate } from './template.ts';

const integer = (text: string): ParameterValue | undefined => {
  const [, sign, digits] = /^([+-]?)0*(\d{1,39})$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const canonical = sign === '-' && digits !== '0' ? `-${digits}` : digits;
  return isExact(canonical) ? Number(canonical) : canonical;
};

const number = (text: string): number | undefined =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && isExact(text) ? Number(text) : undefined;

const date = (text: string): string | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  // A 30 February either has no time at all or comes out as another day.
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text ? text : undefined;
};

const boolean = (text: string): boolean | undefined => {
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? lower === 'true' : undefined;
};

const readers: Readonly<Record<ParameterType, (text: string) => ParameterValue | undefined>> = {
  integer: text => integer(text.trim()),
  number: text => number(text.trim()),
  boolean: text => boolean(text.trim()),
  date: text => date(text.trim()),
  path: text => (text.trim() === '' || text.includes('\u0000') ? undefined : text),
  string: text => text,
};

const text = (value: ParameterValue): string =>
  typeof value === 'number' ? numberText(value) : String(value);

type Found = { readonly value?: ParameterValue; readonly diagnostics: readonly Diagnostic[] };

/** The value of a parameter from text, or from a default that is a number, true or false. */
const readValue = (name: string, parameter: Parameter, raw: ParameterValue, given: boolean): Found => {
  const { type, options } = parameter;
  const plain = typeof raw === 'string' || typeof raw === 'boolean' ? typeof raw : 'number';
  const wanted = type === 'boolean' ? 'boolean' : 'number';
  const isText = type !== 'boolean' && type !== 'integer' && type !== 'number';
  const fits = plain === 'string' || (!isText && plain === wanted);
  const value = fits ? readers[type](text(raw)) : undefined;
  const place = { param: `parameters.${name}` };
  if (value === undefined)
    return {
      diagnostics: [
        diagnostic('bad-parameter-value', { name, type, value: text(raw).slice(0, 100), given }, place),
      ],
    };
  const choices = (options ?? []).map(text);
  if (options !== undefined && !choices.includes(text(value)))
    return {
      diagnostics: [
        diagnostic(
          'bad-parameter-choice',
          { name, value: text(value).slice(0, 100), choices: choices.slice(0, 50), given },
          place,
        ),
      ],
    };
  return { value, diagnostics: [] };
};

/** The parameters that a default refers to. */
const needsOf = (raw: ParameterValue | undefined): string[] =>
  typeof raw === 'string'
    ? parseTemplate(raw).flatMap(part => (part.kind === 'parameter' ? [part.name] : []))
    : [];

/** Names in an order in which each follows those it needs; without those in a circle or behind one. */
const inOrder = (needs: ReadonlyMap<string, ReadonlySet<string>>): string[] => {
  const waiting = new Map([...needs].map(([name, all]) => [name, all.size]));
  const users = new Map<string, string[]>([...needs.keys()].map(name => [name, []]));
  for (const [name, all] of needs) for (const need of all) users.get(need)?.push(name);
  const order = [...needs.keys()].filter(name => waiting.get(name) === 0);
  for (const name of order)
    for (const user of users.get(name) ?? []) {
      const left = (waiting.get(user) ?? 0) - 1;
      waiting.set(user, left);
      if (left === 0) order.push(user);
    }
  return order;
};

const givenProblems = (names: readonly string[], known: readonly string[]): Diagnostic[] =>
  names
    .filter(name => !known.includes(name))
    .slice(0, limits.suggestions)
    .map(name => {
      const near = nearest(name, known);
      return diagnostic('unknown-given-parameter', {
        name,
        known: known.slice(0, 50),
        ...(near !== undefined && { near }),
      });
    });

/**
 * The value of every parameter for one run: the text given for it, else its default, in which other parameters are put
 * in. Diagnostics name what is unknown, missing, of the wrong type or in a circle; such parameters are
 * there with the value undefined.
 */
export const parameterValues = (
  document: Pick<PipelineDocument, 'parameters'>,
  given: Readonly<Record<string, string>> = {},
): { readonly values: ParameterValues; readonly diagnostics: readonly Diagnostic[] } => {
  const parameters = new Map(Object.entries(document.parameters).filter(([name]) => isId(name)));
  const texts = new Map(Object.entries(given));
  const known = [...parameters.keys()];
  const diagnostics: Diagnostic[] = givenProblems([...texts.keys()], known);

  const needs = new Map(
    [...parameters].map(([name, parameter]) => {
      const raw = texts.has(name) ? undefined : parameter.default;
      return [name, new Set(needsOf(raw).filter(need => parameters.has(need)))] as const;
    }),
  );
  const selfish = known.filter(name => needs.get(name)?.has(name)).map(name => [name]);
  const pairs = [...needs].flatMap(([name, all]) => [...all].map(need => [name, need] as const));
  for (const names of [...selfish, ...findCycles(known, pairs)])
    diagnostics.push(diagnostic('parameter-cycle', { names }, { param: `parameters.${names[0] ?? ''}` }));

  const values = new Map<string, ParameterValue | undefined>(known.map(name => [name, undefined]));
  const budget = { left: limits.expansion };
  const settle = (name: string, parameter: Parameter): readonly Diagnostic[] => {
    const own = texts.get(name);
    const raw = own ?? parameter.default;
    if (raw === undefined)
      return [
        diagnostic('missing-parameter', { name, type: parameter.type }, { param: `parameters.${name}` }),
      ];
    // What is wrong with a parameter it needs has been said already.
    if ([...(needs.get(name) ?? [])].some(need => values.get(need) === undefined)) return [];
    const expanded =
      own === undefined && typeof raw === 'string'
        ? expand(raw, values, budget)
        : { value: raw, diagnostics: [] };
    if (expanded.diagnostics.length > 0)
      return expanded.diagnostics.map(d => ({ ...d, param: `parameters.${name}` }));
    const found = readValue(
      name,
      parameter,
      typeof raw === 'string' ? text(expanded.value) : raw,
      own !== undefined,
    );
    if (found.value !== undefined) values.set(name, found.value);
    return found.diagnostics;
  };
  for (const name of inOrder(needs)) {
    const parameter = parameters.get(name);
    if (parameter !== undefined) diagnostics.push(...settle(name, parameter));
  }
  return { values, diagnostics };
};
