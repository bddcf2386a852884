/** For tests: what a kind makes of one table, in rows and words. */
import type { ExampleTable, NodeKind } from '../catalogue/node.ts';
import { isError } from '../diagnostics/diagnostic.ts';
import { EngineError } from '../diagnostics/errors.ts';
import type { Json } from '../schema/types.ts';
import { runExample } from './run-example.ts';

type Attempt = {
  readonly rows?: readonly (readonly (string | null)[])[];
  readonly columns?: readonly string[];
  /** Errors found before anything runs, as `code param: message`. */
  readonly told: readonly string[];
  /** What stopped the run, as `code node param: message`. */
  readonly failure?: string;
};

/** Runs a node of the kind over a table and gives the rows of one output. */
export const attempt = async (
  kind: NodeKind,
  params: Json,
  input: ExampleTable,
  port = 'out',
): Promise<Attempt> => {
  const example = {
    title: 'attempt',
    params,
    inputs: { in: input },
    outputs: { [port]: { columns: [], rows: [] } },
  };
  try {
    const { diagnostics, outputs } = await runExample(kind, example);
    const told = diagnostics.filter(isError).map(d => `${d.code} ${d.param ?? ''}: ${d.message}`);
    const output = outputs[port];
    if (output === undefined) return { told };
    return { told, rows: output.rows, columns: output.columns.map(c => `${c.name} ${c.type}`) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { told: [], failure: `${error.code} ${error.node} ${error.param}: ${error.message}` };
  }
};
