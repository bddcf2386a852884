/** One cell: text nodes only, whatever the data says. */
import { cutAt } from '../../engine/contract/data.ts';
import { shownCell } from './cell-text.ts';
import styles from './grid.module.css';

export const CellText = ({ value, type }: { readonly value: unknown; readonly type: string }) => {
  const { tone, pieces, more } = shownCell(value, type, cutAt);
  return (
    <span className={styles[tone]}>
      {pieces.map((piece, i) =>
        piece.mark === undefined ? (
          piece.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
          <span key={i} className={styles.mark}>
            {piece.text}
          </span>
        ),
      )}
      {more ? '…' : null}
    </span>
  );
};
