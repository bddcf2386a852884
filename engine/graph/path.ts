import type { Place } from '../diagnostics/diagnostic.ts';
import type { Path } from './scan.ts';

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A path within params as diagnostics name it: `columns[2].name`, with odd keys in quotes. */
export const paramPath = (path: Path): string =>
  path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!plainKey.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');

export const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own member of an object or list; undefined for anything else, also for what every object inherits. */
export const member = (value: unknown, step: string | number | undefined): unknown => {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
  return isObject(value) && step !== undefined && Object.hasOwn(value, step) ? value[step] : undefined;
};

/** The value that a path leads to. */
export const valueAt = (root: unknown, path: Path): unknown => path.reduce<unknown>(member, root);

/** The node and param that a path of the document lies in, as far as it lies in one. */
export const placeOf = (root: unknown, path: Path): Place => {
  if (path[0] !== 'nodes' || path.length < 2) return {};
  const id = valueAt(root, [...path.slice(0, 2), 'id']);
  return {
    ...(typeof id === 'string' && { node: id }),
    ...(path[2] === 'params' && path.length > 3 && { param: paramPath(path.slice(3)) }),
  };
};
