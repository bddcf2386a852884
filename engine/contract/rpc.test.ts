import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type Contract, method, nothing } from './define.ts';
import { clientOf, RpcError, serve, type Transport } from './rpc.ts';

const contract = {
  methods: {
    double: method(z.strictObject({ n: z.int() }), z.int()),
    wait: method(z.strictObject({}), nothing),
    slow: method(z.strictObject({}), nothing, { deadline: 20 }),
    lie: method(z.strictObject({}), z.string()),
    fail: method(z.strictObject({}), nothing),
  },
  events: { tick: z.strictObject({ n: z.int() }) },
} satisfies Contract;

/** Two ends that hear each other; messages are cloned, as every real channel clones them. */
const pair = () => {
  const make = () => ({ hear: [] as ((m: unknown) => void)[], closed: [] as ((r: string) => void)[] });
  const [a, b] = [make(), make()];
  const close = () => {
    for (const hear of [...a.closed, ...b.closed]) hear('closed');
  };
  const end = (own: ReturnType<typeof make>, other: ReturnType<typeof make>): Transport => ({
    send: message => {
      const copy = structuredClone(message);
      queueMicrotask(() => {
        for (const hear of other.hear) hear(copy);
      });
    },
    onMessage: hear => own.hear.push(hear),
    onClose: hear => own.closed.push(hear),
    close,
  });
  return { screen: end(a, b), host: end(b, a), close };
};

const withoutUndefined = (message: unknown): unknown =>
  Object.fromEntries(Object.entries(message as object).filter(([, value]) => value !== undefined));

const faultOf = (error: unknown) => ({
  code: 'failed',
  message: error instanceof Error ? error.message : 'unknown',
});

const connected = () => {
  const { screen, host, close } = pair();
  const aborted = vi.fn();
  const ran = vi.fn();
  const hang = (_: unknown, signal: AbortSignal) =>
    new Promise<undefined>(done =>
      signal.addEventListener('abort', () => {
        aborted();
        done(undefined);
      }),
    );
  const server = serve(
    contract,
    {
      double: async ({ n }) => {
        ran();
        return n * 2;
      },
      wait: hang,
      slow: hang,
      lie: async () => 7 as unknown as string,
      fail: async () => {
        throw new Error('no luck');
      },
    },
    host,
    { faultOf, mostCalls: 2 },
  );
  const heard: unknown[] = [];
  screen.onMessage(message => heard.push(message));
  return { client: clientOf(contract, screen), server, screen, aborted, ran, close, heard };
};

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: unknown) => (error instanceof RpcError ? error.fault.code : String(error)),
  );
const soon = () => new Promise(done => setTimeout(done, 5));

describe('a call', () => {
  test('gives what the handler answers', async () => {
    expect(await connected().client.call('double', { n: 21 })).toBe(42);
  });

  test('that throws gives its fault as data, without a stack', async () => {
    const { client, heard } = connected();
    await expect(client.call('fail', {})).rejects.toMatchObject({
      fault: { code: 'failed', message: 'no luck' },
    });
    expect(JSON.stringify(heard)).not.toContain('stack');
  });

  test('with wrong params is refused and nothing runs', async () => {
    const { client, ran } = connected();
    expect(await codeOf(client.call('double', { n: 'x' } as never))).toBe('wrong-params');
    expect(await codeOf(client.call('double', { n: 1, more: 1 } as never))).toBe('wrong-params');
    expect(ran).not.toHaveBeenCalled();
  });

  test('of an unknown or inherited name is refused', async () => {
    const { client } = connected();
    expect(await codeOf(client.call('toString' as never, {} as never))).toBe('unknown-method');
  });

  test('whose answer breaks the contract fails on the side that asked', async () => {
    expect(await codeOf(connected().client.call('lie', {}))).toBe('broken-contract');
  });

  test('can be cancelled, and the handler is told', async () => {
    const { client, aborted } = connected();
    const controller = new AbortController();
    const call = codeOf(client.call('wait', {}, controller.signal));
    await soon();
    controller.abort();
    expect(await call).toBe('cancelled');
    await soon();
    expect(aborted).toHaveBeenCalledOnce();
  });

  test('past its deadline is given up, and the handler is told', async () => {
    const { client, aborted } = connected();
    expect(await codeOf(client.call('slow', {}))).toBe('too-slow');
    await soon();
    expect(aborted).toHaveBeenCalledOnce();
  });

  test('beyond the limit is refused while others run', async () => {
    const { client } = connected();
    const first = [client.call('wait', {}), client.call('wait', {})].map(codeOf);
    expect(await codeOf(client.call('double', { n: 1 }))).toBe('too-many-calls');
    expect(first).toHaveLength(2);
  });

  test('that waits when the channel closes fails, and later ones too', async () => {
    const { client, close } = connected();
    const call = codeOf(client.call('wait', {}));
    await soon();
    close();
    expect(await call).toBe('disconnected');
    expect(await codeOf(client.call('double', { n: 1 }))).toBe('disconnected');
  });
});

describe('a hostile client', () => {
  test('that uses an id twice is answered with an error and nothing runs again', async () => {
    const { screen, ran, heard } = connected();
    const call = { kind: 'call', id: 5, method: 'double', params: { n: 1 } };
    screen.send(call);
    screen.send(call);
    await soon();
    expect(ran).toHaveBeenCalledOnce();
    expect(heard).toContainEqual(
      expect.objectContaining({ error: expect.objectContaining({ code: 'id-reused' }) }),
    );
  });

  test('is cut off after a few messages that are none', async () => {
    const { client, screen } = connected();
    for (const message of [null, { kind: 'result', id: 1, result: 1 }, { kind: 'call', id: 'x' }])
      screen.send(message);
    await soon();
    expect(await codeOf(client.call('double', { n: 1 }))).toBe('disconnected');
  });
});

test('events reach those who listen until they stop', async () => {
  const { client, server } = connected();
  const heard: number[] = [];
  const stop = client.on('tick', ({ n }) => heard.push(n));
  server.emit('tick', { n: 1 });
  await soon();
  stop();
  server.emit('tick', { n: 2 });
  await soon();
  expect(heard).toEqual([1]);
});

test('an answer that says nothing arrives over a channel that drops what is undefined, as MessagePack does', async () => {
  const { screen, host } = pair();
  serve(
    { methods: { rest: method(z.strictObject({}), nothing) }, events: {} },
    { rest: async () => undefined },
    { ...host, send: message => host.send(withoutUndefined(message)) },
    { faultOf },
  );
  const client = clientOf({ methods: { rest: method(z.strictObject({}), nothing) }, events: {} }, screen);
  await expect(client.call('rest', {})).resolves.toBeUndefined();
});
