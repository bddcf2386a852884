/** The command line's words as data, by Node's own parser. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../../engine/schema/nearest.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** Wrong arguments: shown with the command's usage, exit code 2. */
export class UsageError extends Error {}

export type Values = { readonly [name: string]: string | boolean | (string | boolean)[] | undefined };

export type Arguments = { readonly values: Values; readonly positionals: readonly string[] };

/** Parses the words after the command. Unknown options name the nearest one. */
export const readArgs = (words: readonly string[], options: Options): Arguments => {
  for (const word of words) {
    if (word === '--') break;
    const name = /^--(?:no-)?([^=]+)/.exec(word)?.[1];
    const whole = /^--([^=]+)/.exec(word)?.[1];
    if (name === undefined || whole === undefined || whole in options) continue;
    const near = nearest(whole, Object.keys(options));
    throw new UsageError(
      `There is no option --${whole} here.${near === undefined ? '' : ` Did you mean --${near}?`}`,
    );
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
      strict: true,
    });
    return { values: values as Values, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

export const one = (value: Values[string]): string | undefined =>
  typeof value === 'string' ? value : undefined;

export const all = (value: Values[string]): readonly string[] =>
  Array.isArray(value) ? value.filter(v => typeof v === 'string') : typeof value === 'string' ? [value] : [];

/** A whole number in a range, or a usage error that names the option. */
export const wholeNumber = (
  value: string | undefined,
  name: string,
  min: number,
  max: number,
): number | undefined => {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < min || number > max)
    throw new UsageError(`--${name} takes a whole number from ${min} to ${max}; it was “${value}”.`);
  return number;
};

/** `a=b` pairs. */
export const pairs = (texts: readonly string[], name: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--${name} takes name=value; it was “${text}”.`);
    found[text.slice(0, at)] = text.slice(at + 1);
  }
  return found;
};
