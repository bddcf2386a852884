/** What we need of a parsed element or text; parsers' own nodes fit. */
export type Part = {
  readonly type: string;
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly Part[];
};

/** A table with merged cells spread out. `isHeader` says of each row whether it names columns. */
export type Grid = { readonly rows: readonly (readonly string[])[]; readonly isHeader: readonly boolean[] };

const mostCells = 5_000_000;
const unseen = new Set(['script', 'style', 'template', 'noscript']);
const breaking = new Set([
  'br',
  'p',
  'div',
  'li',
  'ul',
  'ol',
  'dl',
  'dt',
  'dd',
  'tr',
  'td',
  'th',
  'table',
  'caption',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'blockquote',
  'hr',
  'section',
  'article',
]);

/** The text of an element as a reader sees it: blanks joined, a blank where a line breaks, no scripts. No recursion. */
export const textIn = (part: Part): string => {
  const pieces: string[] = [];
  const open: (Part | string)[] = [part];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next === 'string') pieces.push(next);
    else if (next.type === 'text') pieces.push(next.data ?? '');
    else if (!unseen.has(next.name ?? '')) {
      const gap = breaking.has(next.name ?? '') && next !== part ? ' ' : '';
      pieces.push(gap);
      open.push(gap);
      for (const child of (next.children ?? []).toReversed()) open.push(child);
    }
  }
  return pieces.join('').replace(/\s+/g, ' ').trim();
};

const named = (part: Part, ...names: readonly string[]): readonly Part[] =>
  (part.children ?? []).filter(child => child.name !== undefined && names.includes(child.name));

const span = (cell: Part, name: 'colspan' | 'rowspan', most: number, left: number): number => {
  const said = Number.parseInt(cell.attribs?.[name] ?? '1', 10);
  if (name === 'rowspan' && said === 0) return left;
  return Math.min(most, left, Math.max(1, said || 1));
};

type Section = { readonly rows: readonly Part[]; readonly head: boolean };

/** Header first, footer last, whatever their order in the text; rows without a section are a body. */
const sectionsOf = (table: Part): readonly Section[] => {
  const sections = (name: string) =>
    named(table, name).map(part => ({ rows: named(part, 'tr'), head: name === 'thead' }));
  return [
    ...sections('thead'),
    ...sections('tbody'),
    { rows: named(table, 'tr'), head: false },
    ...sections('tfoot'),
  ];
};

/** Cells of one section; a merged cell is repeated in every place that it covers, and ends with its section. */
const spread = (section: Section, room: { cells: number }): readonly (readonly string[])[] | undefined => {
  const grid: string[][] = section.rows.map(() => []);
  for (const [y, tr] of section.rows.entries()) {
    let x = 0;
    for (const cell of named(tr, 'td', 'th')) {
      while (grid[y]?.[x] !== undefined) x++;
      const wide = span(cell, 'colspan', 1_000, Number.POSITIVE_INFINITY);
      const high = span(cell, 'rowspan', 65_534, section.rows.length - y);
      room.cells -= wide * high;
      if (room.cells < 0) return undefined;
      const text = textIn(cell);
      for (let dy = 0; dy < high; dy++)
        for (let dx = 0; dx < wide; dx++) {
          const row = grid[y + dy];
          if (row !== undefined) row[x + dx] ??= text;
        }
      x += wide;
    }
  }
  return grid;
};

const allHeaders = (tr: Part): boolean => named(tr, 'th').length > 0 && named(tr, 'td').length === 0;

/** A table's rows, all of one width; undefined where merged cells would make it huge. Rows without text are left out. */
export const gridOf = (table: Part): Grid | undefined => {
  const room = { cells: mostCells };
  const rows: (readonly string[])[] = [];
  const isHeader: boolean[] = [];
  let leading = true;
  for (const section of sectionsOf(table)) {
    const found = spread(section, room);
    if (found === undefined) return undefined;
    for (const [y, row] of found.entries()) {
      const tr = section.rows[y];
      const header: boolean = section.head || (leading && tr !== undefined && allHeaders(tr));
      // Only rows at the top name columns; further down, a row of headers is a subtitle and stays data.
      leading &&= header;
      const cells = Array.from(row, cell => cell ?? '');
      if (cells.every(cell => cell === '')) continue;
      rows.push(cells);
      isHeader.push(header);
    }
  }
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  return {
    rows: rows.map(row => [...row, ...Array.from({ length: width - row.length }, () => '')]),
    isHeader,
  };
};
