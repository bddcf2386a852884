/** Gives DuckDB the functions of ours that say a model of rows: sums of trees, the nearest rows, the nearest centre. */
import { DOUBLE, type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { invariant } from '../diagnostics/errors.ts';
import { keeping } from './kept.ts';
import { type Answers, remembering } from './native-memory.ts';
import { askClusters, clustersFrom, clustersFunction } from './score/native-clusters.ts';
import { treesFunction } from './score/native-trees.ts';
import { askNeighbours, neighboursFrom, neighboursFunction } from './score/neighbours.ts';
import { walk, walkerOf } from './score/walk-trees.ts';

type Doubles = { readonly items: Float64Array };

/** Answers for the rows of columns: at least for the place that is asked for, and for all that cost no more. */
type Ask<M> = (model: M, columns: readonly Float64Array[], rows: number, at: number) => Answers;

/** A function of the packed model, the place of what is asked for, and the terms of each row. */
const native = <M>(name: string, from: (text: string) => M, ask: Ask<M>) => {
  const read = keeping(from);
  const remembered = remembering();
  return (connection: DuckDBConnection): void =>
    connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        parameterTypes: [VARCHAR, DOUBLE],
        varArgsType: DOUBLE,
        returnType: DOUBLE,
        mainFunction: (_info, input, output) => {
          const rows = input.rowCount;
          if (rows === 0) return;
          const model = read(String(input.getColumnVector(0).getItem(0)));
          const at = Number(input.getColumnVector(1).getItem(0));
          const columns = Array.from(
            { length: input.columnCount - 2 },
            (_, j) => (input.getColumnVector(j + 2) as unknown as Doubles).items,
          );
          const said = remembered(model, columns, rows, () => ask(model, columns, rows, at)).get(at);
          invariant(said !== undefined, `${name} has an answer at ${at}`);
          (output as unknown as Doubles).items.set(said);
          output.flush();
        },
      }),
    );
};

const registrations = [
  native(treesFunction, walkerOf, walk),
  native(neighboursFunction, neighboursFrom, askNeighbours),
  native(clustersFunction, clustersFrom, askClusters),
];

/** Once for each instance of DuckDB; every connection of it finds the functions. */
export const registerNatives = (connection: DuckDBConnection): void => {
  for (const register of registrations) register(connection);
};
