/** Gives DuckDB the functions of ours that say a model of rows: sums of trees, and the nearest rows. */
import { DOUBLE, type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { keeping } from './kept.ts';
import { forestOf, treesFunction, walk } from './score/native-trees.ts';
import { askNeighbours, neighboursFrom, neighboursFunction } from './score/neighbours.ts';

type Doubles = { readonly items: Float64Array };

/** Answers `rows` rows of columns, for the class or value at a place. */
type Ask<M> = (
  model: M,
  at: number,
  columns: readonly Float64Array[],
  rows: number,
  into: Float64Array,
) => void;

/** A function of the packed model, the place of what is asked for, and the terms of each row. */
const native = <M>(name: string, from: (text: string) => M, ask: Ask<M>) => {
  const known = keeping(from);
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
          const model = known(String(input.getColumnVector(0).getItem(0)));
          const at = Number(input.getColumnVector(1).getItem(0));
          const columns = Array.from(
            { length: input.columnCount - 2 },
            (_, j) => (input.getColumnVector(j + 2) as unknown as Doubles).items,
          );
          ask(model, at, columns, rows, (output as unknown as Doubles).items);
          output.flush();
        },
      }),
    );
};

const registerTrees = native(treesFunction, forestOf, walk);
const registerNeighbours = native(neighboursFunction, neighboursFrom, askNeighbours);

/** Once for each instance of DuckDB; every connection of it finds the functions. */
export const registerNatives = (connection: DuckDBConnection): void => {
  registerTrees(connection);
  registerNeighbours(connection);
};
