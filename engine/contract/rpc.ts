/** Calls over any channel that carries messages: typed by a contract, checked on both ends, cancellable. */
import { z } from 'zod';
import {
  type Contract,
  type EventName,
  type EventOf,
  type MethodName,
  type ParamsOf,
  type ResultOf,
  type RpcFault,
  rpcErrorSchema,
} from './define.ts';

/** A pair of ends between which plain data moves in order: a WebSocket, a message port, a child process. */
export type Transport = {
  readonly send: (message: unknown) => void;
  readonly onMessage: (hear: (message: unknown) => void) => void;
  readonly onClose: (hear: (reason: string) => void) => void;
  readonly close: () => void;
};

/** A call that failed, on the caller's side. */
export class RpcError extends Error {
  readonly fault: RpcFault;
  constructor(fault: RpcFault) {
    super(fault.message);
    this.name = 'RpcError';
    this.fault = fault;
  }
}

const id = z.int().min(1);

/** All that may travel. Anything else closes the connection. */
const messageSchema = z.union([
  z.strictObject({ kind: z.literal('call'), id, method: z.string(), params: z.unknown() }),
  z.strictObject({ kind: z.literal('cancel'), id }),
  // A method without an answer: MessagePack leaves out what is undefined.
  z.strictObject({ kind: z.literal('result'), id, result: z.unknown().optional() }),
  z.strictObject({ kind: z.literal('error'), id, error: rpcErrorSchema }),
  z.strictObject({ kind: z.literal('event'), event: z.string(), data: z.unknown() }),
]);

type Message = z.output<typeof messageSchema>;

export type Client<C extends Contract> = {
  call<M extends MethodName<C>>(
    method: M,
    params: ParamsOf<C, M>,
    signal?: AbortSignal,
  ): Promise<ResultOf<C, M>>;
  on<E extends EventName<C>>(event: E, hear: (data: EventOf<C, E>) => void): () => void;
};

type Waiting = {
  readonly method: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: RpcError) => void;
  readonly done: () => void;
};

const fault = (code: string, message: string): RpcError => new RpcError({ code, message });

/** The asking end. Calls that wait when the channel closes fail with `disconnected`. */
export const clientOf = <C extends Contract>(contract: C, transport: Transport): Client<C> => {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(data: never) => void>>();
  let last = 0;
  let closed: string | undefined;

  const settle = (message: Extract<Message, { kind: 'result' | 'error' }>): void => {
    const entry = waiting.get(message.id);
    if (entry === undefined) return;
    waiting.delete(message.id);
    entry.done();
    if (message.kind === 'error') {
      entry.reject(new RpcError(message.error));
      return;
    }
    const result = contract.methods[entry.method]?.result.safeParse(message.result);
    if (result?.success === true) entry.resolve(result.data);
    else entry.reject(fault('broken-contract', `The answer to ${entry.method} is not what was agreed.`));
  };

  transport.onMessage(raw => {
    const parsed = messageSchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'result' || message.kind === 'error') settle(message);
    if (message.kind !== 'event') return;
    const data = contract.events[message.event]?.safeParse(message.data);
    if (data?.success === true)
      for (const hear of listeners.get(message.event) ?? []) hear(data.data as never);
  });
  transport.onClose(reason => {
    closed = reason;
    for (const entry of waiting.values()) {
      entry.done();
      entry.reject(fault('disconnected', reason));
    }
    waiting.clear();
  });

  return {
    call: (method, params, signal) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(fault('disconnected', closed));
        if (signal?.aborted === true) return reject(fault('cancelled', 'Cancelled.'));
        last += 1;
        const own = last;
        const deadline = contract.methods[method]?.deadline;
        const giveUp = (error: RpcError) => {
          const entry = waiting.get(own);
          if (entry === undefined) return;
          waiting.delete(own);
          entry.done();
          transport.send({ kind: 'cancel', id: own });
          reject(error);
        };
        const cancel = () => giveUp(fault('cancelled', 'Cancelled.'));
        const timer =
          deadline === undefined
            ? undefined
            : setTimeout(
                () => giveUp(fault('too-slow', `${method} took longer than ${deadline} ms.`)),
                deadline,
              );
        signal?.addEventListener('abort', cancel, { once: true });
        waiting.set(own, {
          method,
          resolve: resolve as (value: unknown) => void,
          reject,
          done: () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', cancel);
          },
        });
        transport.send({ kind: 'call', id: own, method, params });
      }),
    on: (event, hear) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(hear as (data: never) => void);
      return () => set.delete(hear as (data: never) => void);
    },
  };
};

export type Handlers<C extends Contract> = {
  readonly [M in MethodName<C>]: (params: ParamsOf<C, M>, signal: AbortSignal) => Promise<ResultOf<C, M>>;
};

export type Server<C extends Contract> = {
  emit<E extends EventName<C>>(event: E, data: EventOf<C, E>): void;
};

type ServeOptions = {
  /** Turns what a handler threw into data; the place where secrets are hidden. */
  readonly faultOf: (error: unknown) => RpcFault;
  /** Calls that may run at one time; more are refused. */
  readonly mostCalls?: number;
  /** Broken messages after which the channel is closed. */
  readonly mostBroken?: number;
};

/** The answering end. What does not fit the contract is refused and nothing is executed. */
export const serve = <C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  transport: Transport,
  { faultOf, mostCalls = 256, mostBroken = 3 }: ServeOptions,
): Server<C> => {
  const running = new Map<number, AbortController>();
  let highest = 0;
  let broken = 0;
  let open = true;

  const send = (message: Message): void => {
    if (open) transport.send(message);
  };
  const refuse = (call: number | undefined, code: string, message: string): void => {
    if (call !== undefined) send({ kind: 'error', id: call, error: { code, message } });
    broken += 1;
    if (broken >= mostBroken) transport.close();
  };

  const call = async ({ id: own, method, params }: Extract<Message, { kind: 'call' }>): Promise<void> => {
    // Ids only rise, so that a used one cannot be answered twice.
    if (own <= highest) return refuse(own, 'id-reused', `The call ${own} was made before.`);
    highest = own;
    const declared = Object.hasOwn(contract.methods, method) ? contract.methods[method] : undefined;
    if (declared === undefined) return refuse(own, 'unknown-method', `There is no method “${method}”.`);
    const parsed = declared.params.safeParse(params);
    if (!parsed.success)
      return refuse(own, 'wrong-params', `${method}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
    if (running.size >= mostCalls)
      return send({
        kind: 'error',
        id: own,
        error: { code: 'too-many-calls', message: `More than ${mostCalls} calls at one time.` },
      });
    const controller = new AbortController();
    running.set(own, controller);
    try {
      const handler = handlers[method] as (p: unknown, signal: AbortSignal) => Promise<unknown>;
      const result = await handler(parsed.data, controller.signal);
      send({ kind: 'result', id: own, result });
    } catch (error) {
      send({ kind: 'error', id: own, error: faultOf(error) });
    } finally {
      running.delete(own);
    }
  };

  transport.onMessage(raw => {
    const parsed = messageSchema.safeParse(raw);
    if (!parsed.success) return refuse(undefined, 'wrong-message', 'Not a message of the contract.');
    const message = parsed.data;
    if (message.kind === 'call') void call(message);
    else if (message.kind === 'cancel') running.get(message.id)?.abort();
    else refuse(undefined, 'wrong-message', 'Only calls and cancels come from a client.');
  });
  transport.onClose(() => {
    open = false;
    for (const controller of running.values()) controller.abort();
    running.clear();
  });

  return { emit: (event, data) => send({ kind: 'event', event, data }) };
};
