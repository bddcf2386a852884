/** The heads of a table's columns. Those of numbers are set right, by the class that the table's own cells of numbers have. */
export type HeadCell = string | { readonly number: string };

export const TableHead = ({
  cells,
  numberClass,
}: {
  readonly cells: readonly HeadCell[];
  readonly numberClass: string | undefined;
}) => (
  <thead>
    <tr>
      {cells.map((cell, i) =>
        typeof cell === 'string' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may be called the same, and none moves
          <th key={i} scope="col">
            {cell}
          </th>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may be called the same, and none moves
          <th key={i} scope="col" className={numberClass}>
            {cell.number}
          </th>
        ),
      )}
    </tr>
  </thead>
);
