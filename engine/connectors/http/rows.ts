import type { Schema } from '../../schema/types.ts';
import type { Cell } from '../contract.ts';
import { inUtc, join, type Kind, typeOf } from './infer.ts';
import type { HttpField } from './options.ts';
import { cellOf, eachLeaf, pathKey, textCell } from './shape.ts';

/** What a row can do wrong against the described columns. */
export type RowFaults = {
  /** A value under a column that was not described. */
  readonly extra: (column: string, row: number) => void;
  /** A value that the described type would change or refuse. */
  readonly misfit: (column: string, row: number, type: string, value: string, better: string) => void;
};

type Target = {
  readonly index: number;
  readonly name: string;
  readonly kind: Kind | undefined;
  readonly utc: boolean;
};

const targetsOf = (fields: readonly HttpField[], columns: Schema): ReadonlyMap<string, Target> => {
  const places = new Map(columns.map((column, index) => [column.name, index]));
  return new Map(
    fields.flatMap(({ name, path, kind }) => {
      const index = places.get(name);
      if (index === undefined) return [];
      return [[pathKey(path), { index, name, kind, utc: columns[index]?.type === 'TIMESTAMP' }] as const];
    }),
  );
};

/** Puts values into rows of cells, in column order, and checks that each still is what describe saw. */
export const rowMaker = (
  fields: readonly HttpField[],
  columns: Schema,
  flatten: boolean,
  faults: RowFaults,
) => {
  const byPath = targetsOf(fields, columns);
  // A column that the person named has no path yet: it is found by its flattened name.
  const byName = new Map(
    [...byPath.values()].filter(target => target.kind === undefined).map(target => [target.name, target]),
  );
  let count = 0;

  const put = (cells: Cell[], target: Target, cell: Cell, kind: Kind | undefined): void => {
    if (cell === null) return;
    if (target.kind !== undefined && kind !== undefined && kind !== target.kind) {
      const joined = typeOf(join(target.kind, kind));
      if (joined !== typeOf(target.kind))
        faults.misfit(target.name, count, typeOf(target.kind), cell, joined);
    }
    // The cast to TIMESTAMP would drop an offset, so the instant is written in UTC before.
    cells[target.index] = target.utc && kind === 'UTC' ? inUtc(cell) : cell;
  };

  const blank = (): Cell[] => columns.map(() => null);

  return {
    /** Rows made so far. */
    count: () => count,
    fromObject: (row: Readonly<Record<string, unknown>>): readonly Cell[] => {
      count++;
      const cells = blank();
      eachLeaf(row, flatten, (path, value) => {
        const { cell, kind } = cellOf(value);
        if (cell === null) return;
        const target = byPath.get(pathKey(path)) ?? byName.get(path.join('_'));
        if (target === undefined) faults.extra(path.join('_'), count);
        else put(cells, target, cell, kind);
      });
      return cells;
    },
    /** For columns under names: prepares the way from names to places once. */
    fromTexts: (names: readonly string[]) => {
      const targets = names.map(name => byPath.get(name) ?? byName.get(name));
      return (row: readonly string[]): readonly Cell[] => {
        count++;
        const cells = blank();
        row.forEach((text, i) => {
          const { cell, kind } = textCell(text);
          if (cell === null) return;
          const target = targets[i];
          if (target === undefined) faults.extra(names[i] ?? `column${i + 1}`, count);
          else put(cells, target, cell, kind);
        });
        return cells;
      };
    },
  };
};
