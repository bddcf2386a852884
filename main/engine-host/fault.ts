import type { RpcFault } from '../../engine/contract/define.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import { EngineError } from '../../engine/diagnostics/errors.ts';
import { PipelineProblems } from '../../engine/run/problems.ts';

/** What went wrong, as data for a screen. Bugs of ours are told without their stack, which goes to the log. */
export const faultOf = (error: unknown, log: (text: string) => void): RpcFault => {
  if (error instanceof RpcError) return error.fault;
  if (error instanceof PipelineProblems) {
    const [first] = error.diagnostics;
    return {
      code: first?.code ?? 'does-not-fit',
      message: error.message,
      ...(first?.node !== undefined && { node: first.node }),
      ...(first?.port !== undefined && { port: first.port }),
      ...(first?.param !== undefined && { param: first.param }),
      diagnostics: [...error.diagnostics],
    };
  }
  if (error instanceof EngineError)
    return {
      code: error.code,
      message: error.message,
      ...(error.node !== undefined && { node: error.node }),
      ...(error.param !== undefined && { param: error.param }),
    };
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    code: 'internal',
    message: error instanceof Error ? error.message : 'Something unexpected happened.',
  };
};
