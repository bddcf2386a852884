/** Axes that speak of a setting, such as `{label}`, say the column that it names. */
import type { ReportPart } from '../../engine/catalogue/report.ts';
import type { Json } from '../../engine/schema/types.ts';

type Params = { readonly [name: string]: Json } | undefined;

const filled = (text: string, params: Params): string =>
  text
    .replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = params !== undefined && Object.hasOwn(params, name) ? params[name] : undefined;
      return typeof value === 'string' ? value : '';
    })
    .trim();

export const withNames = (part: ReportPart, params: Params): ReportPart =>
  'axes' in part && part.axes !== undefined
    ? {
        ...part,
        axes: Object.fromEntries(Object.entries(part.axes).map(([at, text]) => [at, filled(text, params)])),
      }
    : part;
