import { describe, expect, it } from 'vitest';
import { fakeWorld } from '../fake-world.ts';
import { classOf, refusal } from './addresses.ts';
import { client } from './client.ts';
import { csvRows } from './csv.ts';
import { formatOf } from './format.ts';
import { inUtc, join, kindOfNumber, kindOfText } from './infer.ts';
import { tooDeepAt } from './json.ts';
import { linkTo } from './link-header.ts';
import { pauseAfter, retryAfter } from './retry.ts';
import { siteOf } from './site.ts';
import { json, testServer } from './test-server.ts';

describe('addresses', () => {
  it.each([
    ['93.184.216.34', 'public'],
    ['2606:2800:220:1::1', 'public'],
    ['127.0.0.1', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['fd12::1', 'private'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:a9fe:a9fe', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['2002:a9fe:a9fe::1', 'metadata'],
    ['fe80::1%eth0', 'metadata'],
    ['febf::1', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['0.0.0.0', 'unusable'],
    ['::', 'unusable'],
    ['255.255.255.255', 'unusable'],
    ['239.1.1.1', 'unusable'],
    ['not an address', 'unusable'],
  ])('%s is %s', (address, kind) => expect(classOf(address)).toBe(kind));

  it('allows a private address only where the url says it', () => {
    expect(refusal('10.0.0.1', '10.0.0.1')).toBeUndefined();
    expect(refusal('10.0.0.1', 'intranet.example')).toBe('private');
    expect(refusal('127.0.0.1', 'localhost')).toBeUndefined();
    expect(refusal('::1', '[::1]')).toBeUndefined();
    expect(refusal('127.0.0.1', 'evil.example')).toBe('loopback');
    expect(refusal('127.0.0.1', 'localhost.evil.example')).toBe('loopback');
    expect(refusal('10.0.0.1', 'localhost')).toBe('private');
    expect(refusal('10.0.0.1', 'warehouse')).toBeUndefined();
    expect(refusal('10.0.0.1', 'api.data.corp')).toBeUndefined();
    expect(refusal('10.0.0.1', 'api.data.corp', 'other.corp')).toBe('private');
    expect(refusal('127.0.0.1', 'api.data.corp')).toBe('loopback');
    expect(refusal('169.254.169.254', 'metadata.google.internal')).toBe('metadata');
    expect(refusal('169.254.169.254', '169.254.169.254')).toBe('metadata');
  });
});

describe('names are resolved once', () => {
  it('connects to the checked address, whatever the name would say next', async () => {
    const server = await testServer({ '/x': json([1]) });
    const answers = ['127.0.0.1', '169.254.169.254'];
    let asked = 0;
    const url = `http://localhost:${server.port}/x`;
    const world = fakeWorld();
    const site = siteOf({ url, headers: {} }, world);
    const options = { timeouts: { connect: 1, idle: 1, total: 2 }, maxBytes: 1000 };
    const web = client(options, site, world, async () => [{ address: answers[asked++] ?? '', family: 4 }]);
    const answer = await web.open({ url: site.url, method: 'GET', accept: '*/*' });
    expect(answer.status).toBe(200);
    await answer.body.return(undefined);
    expect(asked).toBe(1);
    expect(server.seen[0]?.headers.host).toBe(`localhost:${server.port}`);
    await expect(web.open({ url: site.url, method: 'GET', accept: '*/*' })).rejects.toMatchObject({
      code: 'http-address-refused',
      data: { what: 'metadata' },
    });
    web.close();
    await server.close();
  });

  it('refuses a public name that leads into this machine, and one with a single bad address', async () => {
    const world = fakeWorld();
    const site = siteOf({ url: 'http://evil.example/', headers: {} }, world);
    const options = { timeouts: { connect: 1, idle: 1, total: 2 }, maxBytes: 1000 };
    const web = client(options, site, world, async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
    const reading = web.open({ url: site.url, method: 'GET', accept: '*/*' });
    await expect(reading).rejects.toMatchObject({
      code: 'http-address-refused',
      data: { host: 'evil.example', what: 'loopback' },
    });
  });
});

describe('kinds', () => {
  it.each([
    ['0', 'BIGINT'],
    ['-12', 'BIGINT'],
    ['007', 'VARCHAR'],
    ['+1', 'VARCHAR'],
    [' 1', 'VARCHAR'],
    ['9007199254740993', 'LONG'],
    ['9223372036854775807', 'LONG'],
    ['9223372036854775808', 'HUGEINT'],
    ['-170141183460469231731687303715884105728', 'HUGEINT'],
    ['170141183460469231731687303715884105728', 'VARCHAR'],
    ['1.50', 'DOUBLE'],
    ['1.', 'VARCHAR'],
    ['1e-5', 'DOUBLE'],
    ['12E3', 'VARCHAR'],
    ['1,5', 'VARCHAR'],
    ['-0', 'DOUBLE'],
    ['NaN', 'VARCHAR'],
    ['TRUE', 'BOOLEAN'],
    ['yes', 'VARCHAR'],
    ['2024-02-29', 'DATE'],
    ['2023-02-29', 'VARCHAR'],
    ['1900-02-29', 'VARCHAR'],
    ['2024-1-1', 'VARCHAR'],
    ['2024-01-01 10:00', 'TIMESTAMP'],
    ['2024-01-01T10:00:00.123456', 'TIMESTAMP'],
    ['2024-01-01T10:00:00.1234567', 'VARCHAR'],
    ['2024-01-01T24:00:00', 'VARCHAR'],
    ['2024-01-01T10:00:00Z', 'UTC'],
  ])('%s is %s', (text, kind) => expect(kindOfText(text)).toBe(kind));

  it('joins only without loss', () => {
    expect(join('BIGINT', 'DOUBLE')).toBe('DOUBLE');
    expect(join('DOUBLE', 'LONG')).toBe('VARCHAR');
    expect(join('TIMESTAMP', 'DATE')).toBe('TIMESTAMP');
    expect(join('TIMESTAMP', 'UTC')).toBe('VARCHAR');
    expect(join(undefined, 'DATE')).toBe('DATE');
    expect(kindOfNumber('1e3')).toBe('DOUBLE');
  });

  it('moves instants to UTC, across midnight and with every fraction', () => {
    expect(inUtc('2024-01-01T01:30:00.000001+02:00')).toBe('2023-12-31 23:30:00.000001');
    expect(inUtc('2024-12-31T23:30-0130')).toBe('2025-01-01 01:00:00');
    expect(inUtc('0050-06-01T10:00:00+01')).toBe('0050-06-01 09:00:00');
    expect(inUtc('2024-01-01T01:30:00')).toBe('2024-01-01T01:30:00');
  });
});

describe('small parts', () => {
  it('finds links', () => {
    expect(linkTo('<a?x=1,2;3>; title="a, b; rel=next"; rel=prev, <b>; REL="last next"', 'next')).toBe('b');
    expect(linkTo('<a>; rel="prev"; rel="next"', 'next')).toBeUndefined();
    expect(linkTo('nonsense', 'next')).toBeUndefined();
    expect(linkTo(undefined, 'next')).toBeUndefined();
  });

  it('pauses longer each time, never more than 30 s, and as long as it is told', () => {
    expect(pauseAfter(1, undefined, 0)).toBe(250);
    expect(pauseAfter(1, undefined, 1)).toBe(500);
    expect(pauseAfter(20, undefined, 1)).toBe(30_000);
    expect(pauseAfter(1, 7_000, 0)).toBe(7_000);
    expect(retryAfter('2', 0)).toBe(2_000);
    expect(retryAfter('Thu, 01 Jan 1970 00:00:10 GMT', 4_000)).toBe(6_000);
    expect(retryAfter('soon', 0)).toBeUndefined();
  });

  it('tells formats apart', () => {
    const url = new URL('http://h/data');
    expect(formatOf('application/vnd.api+json', url, '')).toBe('json');
    expect(formatOf('text/plain', new URL('http://h/a.csv'), '')).toBe('csv');
    expect(formatOf('text/plain', url, '{"a":1}\n{"a":2}\n')).toBe('ndjson');
    expect(formatOf(undefined, url, ' [1]')).toBe('json');
    expect(formatOf('text/plain', url, 'a;b\n1;2')).toBe('csv');
    expect(formatOf('text/html', new URL('http://h/a.csv'), 'a,b\n')).toBeUndefined();
    expect(formatOf('text/plain', url, 'hello\n')).toBeUndefined();
  });

  it('finds nesting that is too deep, brackets in texts aside', () => {
    expect(tooDeepAt('[[["]]"]]]', 3)).toBeUndefined();
    expect(tooDeepAt('[[[[1]]]]', 3)).toBe(3);
    expect(tooDeepAt(`["${'['.repeat(500)}\\"["]`)).toBeUndefined();
  });

  it('reads CSV the same wherever it is cut', async () => {
    const text = 'a,"b\r\n""x"""\r\n"c",d\r\n,\r\n';
    const broken = () => new Error('broken');
    for (let size = 1; size < text.length; size++) {
      const pieces = async function* () {
        for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
      };
      const rows: (readonly string[])[] = [];
      for await (const batch of csvRows(pieces(), { delimiter: ',', newline: '\r\n' }, broken))
        rows.push(...batch);
      expect(rows).toEqual([
        ['a', 'b\r\n"x"'],
        ['c', 'd'],
        ['', ''],
      ]);
    }
  });
});
