/** A cell whole: every character, as text. */
import { useEffect, useRef, useState } from 'react';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { Button } from '../ui/button.tsx';
import { copyCell } from './copy.ts';
import { CellText } from './grid-cell.tsx';
import { lookedNow } from './looking.ts';
import styles from './panel.module.css';

type Props = {
  readonly row: number;
  readonly column: { readonly index: number; readonly name: string; readonly type: string };
  readonly onClose: () => void;
};

/** Characters that are laid out; more would make the page stop. */
const mostShown = 50_000;

export const CellDialog = ({ row, column, onClose }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [cell, setCell] = useState<{ text: string | null; cut: boolean } | undefined>();
  useEffect(() => {
    dialog.current?.showModal();
    const looked = lookedNow();
    if (looked === undefined) return;
    const controller = new AbortController();
    const { source, node, port, view, whole } = looked;
    void attempt(async () => {
      const place = { source, node, ...(port !== undefined && { port }), view, whole };
      const found = await host().call(
        'data.cell',
        { ...place, row, column: column.index },
        controller.signal,
      );
      if (!controller.signal.aborted) setCell(found);
    });
    return () => controller.abort();
  }, [row, column.index]);
  const text = cell?.text ?? undefined;
  return (
    <dialog ref={dialog} className={styles.dialog} onClose={onClose} aria-labelledby="cell-title">
      <h2 id="cell-title">
        {column.name}, row {(row + 1).toLocaleString('en')}
      </h2>
      <p className={styles.quiet}>
        {column.type}
        {text === undefined ? '' : ` · ${text.length.toLocaleString('en')} characters`}
        {cell?.cut === true ? ', cut at a million' : ''}
      </p>
      <pre className={styles.wholeCell}>
        {cell === undefined ? (
          '…'
        ) : cell.text === null ? (
          <CellText value={null} type={column.type} />
        ) : (
          cell.text.slice(0, mostShown)
        )}
      </pre>
      <div className={styles.filterButtons}>
        <Button onClick={() => void copyCell(row, column.index)}>Copy</Button>
        <Button look="primary" onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </div>
    </dialog>
  );
};
