/** The settings that a search tries: every combination, or draws from ranges. */
import type { LowerContext, Problem } from '../../engine/catalogue/node.ts';
import { cellValue, group, listOf, number, text, toggle } from '../../engine/catalogue/params.ts';
import type { EstimatorSpec } from '../../engine/plan/learning.ts';
import { type Random, randomOf } from '../../engine/plan/random.ts';
import type { Json } from '../../engine/schema/types.ts';

export const mostCandidates = 1000;

export const triedSettings = listOf(
  group({
    setting: text({ label: 'Setting', help: 'Of the estimator, such as depth or strength.' }),
    values: listOf(cellValue({ label: 'Value' }), { label: 'Values' }).default([]),
    from: number({ label: 'From', help: 'Random search draws from here …' }).optional(),
    to: number({ label: 'To', help: '… to here.' }).optional(),
    log: toggle({ label: 'Small ones as often as large ones (logarithmic)', advanced: true }).default(false),
  }),
  { label: 'Settings to try' },
);

export type Tried = {
  readonly setting: string;
  readonly values: readonly (string | number | boolean | null)[];
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly log: boolean;
};

type Settings = { readonly [name: string]: Json };
export type Candidate = { readonly settings: Settings; readonly spec: EstimatorSpec };
type Variant = LowerContext<unknown>['variant'];

export type Search = {
  readonly how: 'grid' | 'random';
  readonly settings: readonly Tried[];
  readonly count: number;
  readonly seed: number;
};

/** What can be drawn of a setting. */
type Choice = {
  readonly setting: string;
  readonly draw: (random: Random) => Json;
  readonly all: readonly Json[];
};

export const candidatesOf = (
  spec: EstimatorSpec,
  search: Search,
  variant: Variant,
): { readonly candidates: readonly Candidate[] } | { readonly problem: Problem } => {
  const choices: Choice[] = [];
  for (const [i, tried] of search.settings.entries()) {
    const at = `settings[${i}]`;
    const twice = search.settings.findIndex(t => t.setting === tried.setting) < i;
    if (twice)
      return {
        problem: {
          param: `${at}.setting`,
          message: `“${tried.setting}” stands there twice. Put all its values in one place.`,
        },
      };
    const choice = choiceOf(spec, tried, search.how, variant, at);
    if ('problem' in choice) return choice;
    choices.push(choice);
  }
  const found = search.how === 'grid' ? combined(choices) : drawn(choices, search);
  if (found === undefined)
    return {
      problem: {
        param: 'settings',
        message: `These are more than ${mostCandidates} combinations. Give fewer values, or choose a random search.`,
      },
    };
  const candidates: Candidate[] = [];
  for (const settings of found) {
    const made = variant(spec, settings);
    if ('problem' in made) return { problem: { param: 'settings', message: made.problem } };
    candidates.push({ settings, spec: made });
  }
  return { candidates };
};

const choiceOf = (
  spec: EstimatorSpec,
  { setting, values, from, to, log }: Tried,
  how: 'grid' | 'random',
  variant: Variant,
  at: string,
): Choice | { readonly problem: Problem } => {
  const wrong = (param: string, message: string) => ({ problem: { param: `${at}.${param}`, message } });
  const problemOf = (value: Json): string | undefined => {
    const made = variant(spec, { [setting]: value });
    return 'problem' in made ? made.problem : undefined;
  };
  const known = variant(spec, { [setting]: values[0] ?? from ?? null });
  if ('problem' in known && known.unknown) return wrong('setting', known.problem);
  if (values.length > 0) {
    const read: Json[] = [];
    for (const [i, value] of values.entries()) {
      const meant = meanings(value).find(v => problemOf(v) === undefined);
      if (meant === undefined) return wrong(`values[${i}]`, problemOf(value) ?? '');
      read.push(meant);
    }
    return { setting, all: read, draw: random => read[Math.floor(random() * read.length)] ?? null };
  }
  if (from === undefined || to === undefined)
    return wrong(
      'values',
      `“${setting}” has nothing to try. Give its values${how === 'random' ? ', or from where to where' : ''}.`,
    );
  if (how === 'grid')
    return wrong(
      'values',
      `A grid tries values, and “${setting}” has a range. Give its values, or choose a random search.`,
    );
  if (!(from < to))
    return wrong('to', `The range of “${setting}” goes from ${from} to ${to}. Let it end above its start.`);
  if (log && from <= 0)
    return wrong('from', `The range of “${setting}” begins at ${from}, and logarithms need more than 0.`);
  for (const [name, end] of [
    ['from', from],
    ['to', to],
  ] as const) {
    const problem = problemOf(end);
    if (problem !== undefined) return wrong(name, problem);
  }
  // Where a setting refuses what lies between two whole numbers, it takes whole ones.
  const whole = Number.isInteger(from) && Number.isInteger(to) && problemOf(from + 0.5) !== undefined;
  const [low, high] = whole ? [from - (log ? 0 : 0.5), to + (log ? 0 : 0.5)] : [from, to];
  return {
    setting,
    all: [],
    draw: random => {
      const share = random();
      const value = log ? low * (high / low) ** share : low + (high - low) * share;
      // Six digits say as much as anybody can use, and can be written down.
      return whole
        ? Math.min(to, Math.max(from, Math.round(value)))
        : Math.min(to, Math.max(from, Number(value.toPrecision(6))));
    },
  };
};

/** What a value that was typed may mean. */
const meanings = (value: string | number | boolean | null): readonly Json[] => {
  if (typeof value !== 'string' || value.trim() === '') return [value];
  const typed = value.trim();
  const number = Number(typed);
  if (typed === 'true' || typed === 'false') return [typed === 'true', value];
  return Number.isFinite(number) ? [number, value] : [value];
};

/** All combinations, the last setting changing fastest; undefined where they are too many. */
const combined = (choices: readonly Choice[]): readonly Settings[] | undefined => {
  if (choices.reduce((n, c) => n * c.all.length, 1) > mostCandidates) return undefined;
  return choices.reduce<readonly Settings[]>(
    (some, { setting, all }) => some.flatMap(s => all.map(value => ({ ...s, [setting]: value }))),
    [{}],
  );
};

/** Draws that differ; fewer where there are not as many. */
const drawn = (choices: readonly Choice[], { count, seed }: Search): readonly Settings[] => {
  const random = randomOf(seed);
  const found = new Map<string, Settings>();
  for (let tries = 0; found.size < count && tries < 20 * count; tries++) {
    const settings = Object.fromEntries(choices.map(({ setting, draw }) => [setting, draw(random)]));
    found.set(JSON.stringify(settings), settings);
  }
  return [...found.values()];
};
