/** What a key means in the grid. Row -1 is the header. */
import type { Spot } from './grid-row.tsx';

export const headerRow = -1;

export type KeyAct =
  | { readonly act: 'go'; readonly to: Spot; readonly extend: boolean }
  /** Of the column at the header: wider or narrower, one place further, sorted. */
  | { readonly act: 'resize' | 'move'; readonly by: 1 | -1 }
  | { readonly act: 'sort'; readonly add: boolean }
  | { readonly act: 'menu' | 'open' | 'copy' | 'copy-csv' | 'all' };

type Key = {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
};

type Size = { readonly rows: number; readonly columns: number; readonly page: number };

const headerAct = ({ key, shiftKey, altKey }: Key): KeyAct | undefined => {
  const by = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : undefined;
  if (by !== undefined && shiftKey) return { act: 'resize', by };
  if (by !== undefined && altKey) return { act: 'move', by };
  if (key === 'Enter' || key === ' ') return { act: 'sort', add: shiftKey };
  if (key === 'F10' || key === 'ContextMenu' || (altKey && key === 'ArrowDown')) return { act: 'menu' };
  return undefined;
};

/** Where a key leads to, beyond the ends too. */
const target = ({ key }: Key, control: boolean, { row, column }: Spot, size: Size): Spot | undefined => {
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1];
  switch (key) {
    case 'ArrowDown':
      return { row: control ? lastRow : row + 1, column };
    case 'ArrowUp':
      return { row: control ? 0 : row - 1, column };
    case 'ArrowRight':
      return { row, column: control ? lastColumn : column + 1 };
    case 'ArrowLeft':
      return { row, column: control ? 0 : column - 1 };
    case 'PageDown':
      return { row: row + size.page, column };
    case 'PageUp':
      return { row: Math.max(0, row - size.page), column };
    case 'Home':
      return { row: control ? 0 : row, column: 0 };
    case 'End':
      return { row: control ? lastRow : row, column: lastColumn };
    default:
      return undefined;
  }
};

export const keyAct = (key: Key, at: Spot, size: Size): KeyAct | undefined => {
  const control = key.ctrlKey || key.metaKey;
  const inHeader = at.row === headerRow ? headerAct(key) : undefined;
  if (inHeader !== undefined) return inHeader;
  if (key.key === 'Enter') return { act: 'open' };
  if (control && key.key.toLowerCase() === 'c') return { act: key.shiftKey ? 'copy-csv' : 'copy' };
  if (control && key.key.toLowerCase() === 'a') return { act: 'all' };
  const to = key.altKey ? undefined : target(key, control, at, size);
  if (to === undefined) return undefined;
  const row = Math.max(headerRow, Math.min(size.rows - 1, to.row));
  const column = Math.max(0, Math.min(size.columns - 1, to.column));
  return {
    act: 'go',
    to: { row, column },
    extend: key.shiftKey && row !== headerRow && at.row !== headerRow,
  };
};
