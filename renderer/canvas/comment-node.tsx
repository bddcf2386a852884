import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo } from 'react';
import { changeComment } from '../../engine/graph/comments.ts';
import { useDocument } from '../store/document.ts';
import { Markdown } from '../ui/markdown.tsx';
import { useCanvas } from './canvas-store.ts';
import styles from './comment-node.module.css';
import type { CommentNode } from './flow-types.ts';
import { focusCanvas } from './view.ts';

const change = (index: number, to: Parameters<typeof changeComment>[2], label: string): void =>
  useDocument.getState().edit(d => changeComment(d, index, to), { label });

/** Nothing of a note leads anywhere by itself: links are shown with their address and open on a click, in a new page. */
const parts = {
  a: ({ href, children }: { readonly href?: string | undefined; readonly children?: React.ReactNode }) => (
    <a href={href} target="_blank" rel="noopener noreferrer" title={href} className="nodrag">
      {children}
    </a>
  ),
  img: ({ alt }: { readonly alt?: string | undefined }) => <span>{alt}</span>,
} as const;

const Editor = ({ index, text }: { readonly index: number; readonly text: string }) => (
  <textarea
    // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
    autoFocus
    className={`nodrag nowheel ${styles.editor}`}
    aria-label="Text of the note, Markdown"
    placeholder="Write a note. Markdown works: **bold**, lists, links."
    defaultValue={text}
    onBlur={event => {
      change(index, { text: event.target.value }, 'Edit note');
      useCanvas.setState({ editing: undefined });
    }}
    onKeyDown={event => {
      if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
        event.preventDefault();
        event.stopPropagation();
        event.currentTarget.blur();
        focusCanvas();
      }
    }}
  />
);

/** A note in Markdown. */
export const CommentView = memo(({ data: { comment, index }, selected }: NodeProps<CommentNode>) => {
  const editing = useCanvas(state => state.editing === index);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the command “Rename” edits it by keyboard
    <div
      className={styles.comment}
      data-selected={selected}
      onDoubleClick={() => useCanvas.setState({ editing: index })}
    >
      <NodeResizer
        isVisible={selected && !editing}
        minWidth={100}
        minHeight={48}
        onResizeEnd={(_, { x, y, width, height }) =>
          change(index, { at: [x, y], size: [width, height] }, 'Resize note')
        }
      />
      {editing ? (
        <Editor index={index} text={comment.text} />
      ) : (
        <div className={styles.text}>
          {comment.text === '' ? <em>Empty note</em> : <Markdown components={parts} text={comment.text} />}
        </div>
      )}
    </div>
  );
});
