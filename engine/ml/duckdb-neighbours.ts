/** Gives DuckDB the function that asks the nearest rows of a model. */
import { DOUBLE, type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { keeping } from './kept.ts';
import { askNeighbours, neighboursFrom, neighboursFunction } from './score/neighbours.ts';

const known = keeping(neighboursFrom);

type Doubles = { readonly items: Float64Array };

/** Once for each instance of DuckDB; every connection of it finds the function. */
export const registerNeighbours = (connection: DuckDBConnection): void =>
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name: neighboursFunction,
      parameterTypes: [VARCHAR, DOUBLE],
      varArgsType: DOUBLE,
      returnType: DOUBLE,
      mainFunction: (_info, input, output) => {
        const rows = input.rowCount;
        if (rows === 0) return;
        const model = known(String(input.getColumnVector(0).getItem(0)));
        const of = Number(input.getColumnVector(1).getItem(0));
        const terms = model.columns.map((_, j) => (input.getColumnVector(j + 2) as unknown as Doubles).items);
        askNeighbours(model, of, terms, rows, (output as unknown as Doubles).items);
        output.flush();
      },
    }),
  );
