import { Plus, Trash2 } from 'lucide-react';
import type { ClipboardEvent } from 'react';
import type { Shape } from '../../../engine/catalogue/form.ts';
import { isMembers, typedCell } from '../../../engine/catalogue/form-values.ts';
import type { Json } from '../../../engine/schema/types.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { pastedCells } from '../pasted-cells.ts';
import type { ShapeOf, WidgetProps } from './props.ts';

/** Whether a list is one of rows of cells. */
export const isGrid = (shape: Shape): shape is ShapeOf<'list'> =>
  shape.is === 'list' && shape.item.is === 'list' && shape.item.item.is === 'cell';

const cellText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : String(value);

/** Rows of a small table under the columns that stand beside them. A block from a spreadsheet can be pasted at any cell. */
export const GridWidget = (props: WidgetProps & { readonly shape: ShapeOf<'list'> }) => {
  const form = useForm();
  const declared = form.value([...props.path.slice(0, -1), 'columns']);
  const columns = (Array.isArray(declared) ? declared : []).map(c => ({
    name: isMembers(c) ? cellText(c.name) : '',
    type: isMembers(c) ? cellText(c.type) : '',
  }));
  const rows = (Array.isArray(props.value) ? props.value : []).map(row => (Array.isArray(row) ? row : []));
  const set = (next: readonly Json[][], how?: 'typing') =>
    form.set(props.path, next.length === 0 ? undefined : next, how);
  const widened = (row: readonly Json[]): Json[] => columns.map((_, c) => row[c] ?? null);
  const put = (r: number, c: number, block: readonly (readonly string[])[], how?: 'typing') => {
    const count = Math.max(rows.length, r + block.length);
    const next = Array.from({ length: count }, (_, i) => {
      const row = widened(rows[i] ?? []);
      const texts = block[i - r];
      texts?.forEach((text, j) => {
        if (c + j >= columns.length) return;
        // Numbers of exact types stay text, so that no digit is lost.
        const exact = /INT|DECIMAL/.test(columns[c + j]?.type ?? '');
        const isText = exact || columns[c + j]?.type === 'VARCHAR';
        const typed = isText ? text : typedCell(text, row[c + j], ['text', 'number', 'boolean']);
        row[c + j] = text === '' ? null : (typed ?? null);
      });
      return row;
    });
    set(next, how);
  };
  const paste = (r: number, c: number) => (event: ClipboardEvent) => {
    const block = pastedCells(event.clipboardData.getData('text/plain'));
    if (block.length === 1 && block[0]?.length === 1) return;
    event.preventDefault();
    put(r, c, block);
  };
  if (columns.length === 0) return <p className={styles.quiet}>Add a column first.</p>;
  return (
    <div className={styles.gridBox}>
      <table className={styles.grid} aria-labelledby={props.labelledBy}>
        <thead>
          <tr>
            {columns.map((column, c) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place while they are named
              <th key={c} scope="col">
                {column.name || `Column ${c + 1}`} <span className={styles.detail}>{column.type}</span>
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name
            <tr key={r}>
              {columns.map((column, c) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <td key={c}>
                  <input
                    className={styles.bare}
                    aria-label={`${column.name || `Column ${c + 1}`}, row ${r + 1}`}
                    placeholder="null"
                    spellCheck={false}
                    value={cellText(row[c])}
                    onPaste={paste(r, c)}
                    onChange={e => put(r, c, [[e.target.value]], 'typing')}
                  />
                </td>
              ))}
              <td>
                <IconButton
                  label={`Remove row ${r + 1}`}
                  icon={<Trash2 />}
                  className={styles.small ?? ''}
                  onClick={() => set(rows.filter((_, i) => i !== r).map(widened))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        look="quiet"
        className={styles.add ?? ''}
        icon={<Plus />}
        onPaste={paste(rows.length, 0)}
        onClick={() => set([...rows.map(widened), columns.map(() => null)])}
      >
        Add row
      </Button>
    </div>
  );
};
