import { aggregateFunctions } from './functions-aggregate.ts';
import { scalarFunctions } from './functions-scalar.ts';

/** What a function means, free of any engine. `example` is an expression with its value as text. */
export type FunctionInfo = {
  readonly kind: 'scalar' | 'aggregate' | 'window';
  readonly signature: string;
  readonly summary: string;
  readonly example?: readonly [expression: string, value: string | null];
  /** Other spellings that people type. */
  readonly aliases?: readonly string[];
  /** True when two calls may give two values, or the value depends on the clock. */
  readonly volatile?: boolean;
};

/**
 * The one table of functions. The name is ours; each backend keeps its own spelling. What is not here cannot be used
 * in a pipeline, which is also what keeps file- and setting-reading functions out.
 */
export const functions = { ...scalarFunctions, ...aggregateFunctions } as const;

export type FunctionName = keyof typeof functions;

export const isFunctionName = (name: string): name is FunctionName => Object.hasOwn(functions, name);

export const functionInfo = (name: FunctionName): FunctionInfo => functions[name];

const aliases: ReadonlyMap<string, FunctionName> = new Map(
  (Object.keys(functions) as FunctionName[]).flatMap(name =>
    [name, ...(functionInfo(name).aliases ?? [])].map(spelling => [spelling, name] as const),
  ),
);

/** The function that a person means by a spelling (letter case aside), or undefined. */
export const functionSpelled = (spelling: string): FunctionName | undefined =>
  aliases.get(spelling.toLowerCase());

/** Every spelling, for completion and for the nearest one to a typing error. */
export const functionSpellings = (): readonly string[] =>
  [...aliases.keys()].filter(name => /^[a-z]/.test(name));
