import type { Json } from '../schema/types.ts';
import type { EngineError } from './errors.ts';

const byCode: readonly (readonly [RegExp, string])[] = [
  [/^(http-|host-refused$)/, 'url'],
  [
    /^database-(refused|auth|timeout|lost|ssl|ca|connection|password-in-file|unknown-database)$/,
    'connection',
  ],
];

/** The setting that holds `${env:NAME}`, at whatever depth. */
const holderOf = (name: string, options: Json | undefined): string | undefined =>
  typeof options === 'object' && options !== null && !Array.isArray(options)
    ? Object.entries(options).find(([, value]) => JSON.stringify(value).includes(`\${env:${name}}`))?.[0]
    : undefined;

/**
 * The setting that a fault of the world is about where the fault itself does not say: connectors know what went wrong,
 * not which setting led there. `options` are those of the source or sink.
 */
export const paramOfFault = (fault: EngineError, options?: Json): string | undefined => {
  if (fault.param !== undefined) return fault.param;
  const { name } = fault.data;
  if (/^secret-(missing|refused)$/.test(fault.code) && typeof name === 'string')
    return holderOf(name, options);
  const param = byCode.find(([codes]) => codes.test(fault.code))?.[1];
  // A connection may be refused to a node that has an address instead, and the other way round.
  if (param === 'url' && fault.code === 'host-refused' && holds(options, 'connection')) return 'connection';
  return param;
};

const holds = (options: Json | undefined, key: string): boolean =>
  typeof options === 'object' && options !== null && key in options;
