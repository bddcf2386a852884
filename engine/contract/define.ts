/**
 * How the RPC contract is written: a table of methods and events as Zod values. Client, server and the checks on both
 * ends derive from it, so the two sides cannot disagree.
 */
import { z } from 'zod';

/** One thing that can be asked. `params` is what arrives, `result` what goes back. */
export type Method<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> = {
  readonly params: P;
  readonly result: R;
  /** Milliseconds after which the caller gives up; none for what may take as long as the data asks. */
  readonly deadline?: number;
};

export type Contract = {
  readonly methods: { readonly [name: string]: Method };
  /** What the server says unasked. */
  readonly events: { readonly [name: string]: z.ZodType };
};

export const method = <P extends z.ZodType, R extends z.ZodType>(
  params: P,
  result: R,
  more: { readonly deadline?: number } = {},
): Method<P, R> => ({ params, result, ...more });

/** A method without an answer. */
export const nothing = z.undefined();

export const bytes = z.custom<Uint8Array>(value => value instanceof Uint8Array);

export type MethodName<C extends Contract> = keyof C['methods'] & string;
export type EventName<C extends Contract> = keyof C['events'] & string;
export type ParamsOf<C extends Contract, M extends MethodName<C>> = z.output<C['methods'][M]['params']>;
export type ResultOf<C extends Contract, M extends MethodName<C>> = z.output<C['methods'][M]['result']>;
export type EventOf<C extends Contract, E extends EventName<C>> = z.output<C['events'][E]>;

/** Why a call failed, as data: never a stack. `diagnostics` where the pipeline is what is wrong. */
export const rpcErrorSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  node: z.string().optional(),
  port: z.string().optional(),
  param: z.string().optional(),
  diagnostics: z.array(z.unknown()).optional(),
});

export type RpcFault = z.output<typeof rpcErrorSchema>;
