/** A block of cells as spreadsheets put it on the clipboard: rows by line, cells by tab, odd cells in quotes. */
export const pastedCells = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (;;) {
    const cell = /^"((?:[^"]|"")*)"(?=[\t\n]|$)|^[^\t\n]*/.exec(rest);
    row.push(cell?.[1]?.replaceAll('""', '"') ?? cell?.[0] ?? '');
    rest = rest.slice(cell?.[0].length ?? 0);
    if (rest === '') return [...rows, row];
    if (rest.startsWith('\n')) {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(1);
  }
};
