import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { bareHost, refusal } from './addresses.ts';
import { causeOf, type Site } from './site.ts';

export type Address = { readonly address: string; readonly family: number };

/** Asks the system's resolver; a test may answer instead. */
export type Resolver = (host: string) => Promise<readonly Address[]>;

export const systemResolver: Resolver = host => lookup(host, { all: true, verbatim: true });

const asked = async (host: string, resolver: Resolver, site: Site): Promise<readonly Address[]> => {
  try {
    return await resolver(host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EAI_AGAIN')
      throw site.fail('http-refused', { reason: 'the name service does not answer' }, causeOf(error, site));
    throw site.fail('http-unknown-host', { host }, causeOf(error, site), 'url');
  }
};

/**
 * The addresses of a url's host, every one checked. The connection then goes to these and no name is looked up again:
 * an answer that changes between check and connect has no effect. One forbidden address refuses the host.
 */
export const checkedAddresses = async (
  url: URL,
  site: Site,
  resolver: Resolver,
): Promise<readonly Address[]> => {
  const host = bareHost(url.hostname);
  const family = isIP(host);
  const addresses = family === 0 ? await asked(host, resolver, site) : [{ address: host, family }];
  if (addresses.length === 0) throw site.fail('http-unknown-host', { host }, undefined, 'url');
  for (const { address } of addresses) {
    const what = refusal(address, site.url.hostname, url.hostname);
    if (what !== undefined && what !== 'public')
      throw site.fail('http-address-refused', { host, address, what }, undefined, 'url');
  }
  return addresses;
};
