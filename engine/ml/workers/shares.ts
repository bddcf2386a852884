/** All that a team can be told to do, as plain data. */
import { answersOf, type BlockShare } from '../by-block/share.ts';
import { type ColumnShare, columnsOf } from '../tree/column-share.ts';
import { partOf, type TreeShare } from '../tree/shared.ts';

export type Share = BlockShare | ColumnShare | TreeShare;

/** Does one part of the task on the board, which belongs to this share. */
export const actOf = (share: Share, board: Int32Array): ((part: number) => void) => {
  switch (share.kind) {
    case 'blocks':
      return answersOf(share, board);
    case 'columns':
      return columnsOf(share, board);
    case 'tree':
      return partOf(share, board);
  }
};
