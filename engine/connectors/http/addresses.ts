import { BlockList, isIP } from 'node:net';

/** What an address means for a pipeline that wants to read from it. */
type AddressClass = 'public' | 'private' | 'loopback' | 'metadata' | 'unusable';

type Range = readonly [address: string, prefix: number];

const listOf = (ranges: readonly Range[]): BlockList => {
  const list = new BlockList();
  for (const [address, prefix] of ranges)
    list.addSubnet(address, prefix, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
};

/** In order: the first list that holds an address names its class. */
const classes: readonly (readonly [AddressClass, BlockList])[] = [
  [
    'metadata',
    listOf([
      ['169.254.0.0', 16],
      ['fe80::', 10],
      // Metadata services that some clouds put outside the link-local range.
      ['fd00:ec2::254', 128],
      ['fd20:ce::254', 128],
      ['100.100.100.200', 32],
      ['168.63.129.16', 32],
      ['192.0.0.192', 32],
    ]),
  ],
  [
    'loopback',
    listOf([
      ['127.0.0.0', 8],
      ['::1', 128],
    ]),
  ],
  [
    'private',
    listOf([
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['100.64.0.0', 10],
      ['198.18.0.0', 15],
      ['fc00::', 7],
      ['fec0::', 10],
    ]),
  ],
  [
    'unusable',
    listOf([
      ['0.0.0.0', 8],
      ['192.0.0.0', 24],
      ['192.0.2.0', 24],
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['224.0.0.0', 3],
      ['::', 128],
      ['100::', 64],
      ['2001:db8::', 32],
      ['ff00::', 8],
    ]),
  ],
];

/** The eight 16-bit groups of an IPv6 address, or undefined where it is not one. */
const groupsOf = (address: string): readonly number[] | undefined => {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (high: string | undefined, low: string | undefined) =>
    (Number(high) * 256 + Number(low)).toString(16);
  const text = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : address;
  const [head = '', tail] = text.split('::');
  const parse = (part: string) =>
    part === '' ? [] : part.split(':').map(group => Number.parseInt(group, 16));
  const left = parse(head);
  const right = tail === undefined ? [] : parse(tail);
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
  return groups.length === 8 ? groups : undefined;
};

const dottedOf = (high = 0, low = 0): string => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;

/** The IPv4 address that an IPv6 one carries (mapped, compatible, NAT64, 6to4), where it carries one. */
const carriedBy = (address: string): string | undefined => {
  const groups = groupsOf(address);
  if (groups === undefined) return undefined;
  const zeros = (from: number, to: number) => groups.slice(from, to).every(group => group === 0);
  if (zeros(0, 5) && (groups[5] === 0xffff || groups[5] === 0) && !zeros(6, 7))
    return dottedOf(groups[6], groups[7]);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && zeros(2, 6)) return dottedOf(groups[6], groups[7]);
  if (groups[0] === 0x2002) return dottedOf(groups[1], groups[2]);
  return undefined;
};

/**
 * What kind of address this is. Text that is no address is `unusable`.
 * @example classOf('169.254.169.254') // 'metadata'
 */
export const classOf = (address: string): AddressClass => {
  const bare = address.split('%')[0] ?? '';
  const family = isIP(bare);
  if (family === 0) return 'unusable';
  if (family === 6) {
    const inner = carriedBy(bare);
    if (inner !== undefined) return classOf(inner);
  }
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  return classes.find(([, list]) => list.check(bare, kind))?.[0] ?? 'public';
};

/** The host of a url without the brackets of IPv6. */
export const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

const saysLocalhost = (host: string): boolean => /(^|\.)localhost\.?$/.test(host);

/**
 * Names that public name servers cannot answer: of one word, or below an ending reserved or used for private networks.
 * Who writes one means the own network, as with a private address written out.
 */
const saysPrivate = (host: string): boolean =>
  /^[a-z0-9_-]+$/i.test(host)
    ? isIP(host) === 0
    : /\.(local|internal|intranet|private|corp|lan|home|home\.arpa)\.?$/i.test(host);

/**
 * Why `address` may not be connected to, or undefined when it may. A private or loopback address is fine only where
 * the host that the pipeline itself writes says so: then it stood in what the person agreed to. A public name that
 * resolves to one is the classic way into a private network. `host` is the one asked for now: after a redirect it is not
 * the written one, and what the written one may do does not pass on.
 */
export const refusal = (
  address: string,
  writtenHost: string,
  host: string = writtenHost,
): AddressClass | undefined => {
  const kind = classOf(address);
  if (kind === 'public') return undefined;
  if (kind === 'metadata' || kind === 'unusable') return kind;
  const written = bareHost(writtenHost);
  if (written === address) return undefined;
  if (kind === 'private' && bareHost(host) === written && saysPrivate(written) && !saysLocalhost(written))
    return undefined;
  const meansHere = saysLocalhost(written) || classOf(written) === 'loopback';
  return kind === 'loopback' && meansHere ? undefined : kind;
};
