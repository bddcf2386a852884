/** Gives DuckDB the function that sums trees. */
import { DOUBLE, type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { keeping } from './kept.ts';
import { forestOf, treesFunction, walk } from './score/native-trees.ts';

const known = keeping(forestOf);

type Doubles = { readonly items: Float64Array };

/** Once for each instance of DuckDB; every connection of it finds the function. */
export const registerTrees = (connection: DuckDBConnection): void =>
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: treesFunction,
      parameterTypes: [VARCHAR, DOUBLE],
      varArgsType: DOUBLE,
      returnType: DOUBLE,
      mainFunction: (_info, input, output) => {
        const rows = input.rowCount;
        if (rows === 0) return;
        const text = input.getColumnVector(0).getItem(0);
        const at = Number(input.getColumnVector(1).getItem(0));
        const columns = Array.from(
          { length: input.columnCount - 2 },
          (_, j) => (input.getColumnVector(j + 2) as unknown as Doubles).items,
        );
        walk(known(String(text)), at, columns, rows, (output as unknown as Doubles).items);
        output.flush();
      },
    }),
  );
