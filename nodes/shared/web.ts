/** Settings that the kinds which read from the web share. */
import { z } from 'zod';
import type { Capability } from '../../engine/catalogue/node.ts';
import { group, integer, labelled, number, text, typeOverrides } from '../../engine/catalogue/params.ts';

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export const webParams = {
  url: text({ label: 'Address', secrets: true, placeholder: 'https://api.example.com/orders' })
    .min(1)
    .max(20_000),
  headers: labelled(
    z.record(z.string().regex(headerName, 'This is not a header name'), text({ secrets: true })),
    { label: 'Headers', widget: 'record', secrets: true, help: 'Values may hold ${env:NAME}.' },
  ).default({}),
  retries: integer({
    label: 'Tries again',
    help: 'On 429, 5xx and broken connections.',
    min: 0,
    max: 20,
    advanced: true,
  }).default(3),
  timeouts: group(
    {
      connect: number({ label: 'To connect', min: 0.001, max: 86_400 }).default(10),
      idle: number({ label: 'Between pieces', min: 0.001, max: 86_400 }).default(30),
      total: number({ label: 'For one request', min: 0.001, max: 86_400 }).default(300),
    },
    { label: 'Timeouts in seconds', advanced: true },
  ).prefault({}),
  encoding: text({ label: 'Encoding', help: "Where the server's word is wrong.", advanced: true })
    .min(1)
    .optional(),
  types: typeOverrides({ label: 'Types', help: 'Overrides of guessed types, by column.' }).default({}),
};

/** The limit for one answer, in bytes after decompression. */
export const maxBytesParam = (fallback: number) =>
  integer({ label: 'Largest answer in bytes', min: 1, max: 16 * 2 ** 30, advanced: true }).default(fallback);

/** The host of an address as far as it is known: a secret or parameter in it is shown by its name. */
export const hostOf = (url: string): string => {
  const authority = /^[a-z][a-z0-9+.-]*:[\\/]{2}((?:\$\{[^}]*\}|[^\\/?#$])*)/i.exec(url)?.[1];
  if (authority === undefined) return /^\$\{[^}]*\}/.exec(url)?.[0] ?? 'an unknown host';
  if (!url.includes('${')) {
    try {
      return new URL(url).hostname;
    } catch {
      return 'an unknown host';
    }
  }
  const host = authority.replace(/^.*@/s, '').replace(/:\d*$/, '');
  return host === '' ? 'an unknown host' : host.toLowerCase().replace(/\$\{env:([^}]*)\}/g, restored(host));
};

/** Lower case is for host names; the name of a secret keeps its letters. */
const restored = (host: string) => {
  const names = host.match(/\$\{[^}]*\}/g) ?? [];
  let next = 0;
  return (found: string): string => names[next++] ?? found;
};

export const netCapability = ({ url }: { readonly url: string }): readonly Capability[] => [
  { kind: 'net', host: hostOf(url) },
];
