import { MessageSquare, MessageSquarePlus, Power } from 'lucide-react';
import { useState } from 'react';
import type { NodeKind } from '../../engine/catalogue/node.ts';
import type { PipelineNode } from '../../engine/graph/document.ts';
import { useDocument } from '../store/document.ts';
import { IconButton } from '../ui/button.tsx';
import { categoryColour, KindIcon } from '../ui/kind-icon.tsx';
import { idProblem, setEnabled, setId, setText } from './edit-node.ts';
import styles from './inspector.module.css';

type Props = { readonly node: PipelineNode; readonly kind: NodeKind | undefined };

const disabledWords = (kind: NodeKind | undefined): string =>
  Object.keys(kind?.inputs ?? {}).length === 0
    ? 'Disabled: it reads nothing.'
    : Object.keys(kind?.outputs ?? {}).length === 0
      ? 'Disabled: it writes nothing.'
      : 'Disabled: its input is handed on unchanged.';

/** What the node is and is called. */
export const NodeHead = ({ node, kind }: Props) => {
  const [commenting, setCommenting] = useState(false);
  const disabled = node.disabled === true;
  const showComment = commenting || node.comment !== undefined;
  return (
    <header className={styles.head} data-disabled={disabled || undefined}>
      <div className={styles.headRow}>
        <span
          className={styles.kindIcon}
          style={{ color: kind === undefined ? 'var(--ink-3)' : categoryColour(kind.category) }}
        >
          <KindIcon name={kind?.icon ?? ''} size={18} />
        </span>
        <div className={styles.names}>
          <input
            className={styles.title}
            aria-label="Title"
            value={node.title ?? ''}
            placeholder={kind?.title ?? node.kind}
            onChange={e => setText(node.id, 'title', e.target.value)}
          />
          <div className={styles.ids}>
            <span>{kind?.title ?? node.kind}</span>
            <IdInput node={node.id} />
          </div>
        </div>
        <IconButton
          label={showComment ? 'Comment' : 'Add a comment'}
          icon={showComment ? <MessageSquare /> : <MessageSquarePlus />}
          aria-pressed={showComment}
          onClick={() => setCommenting(!commenting)}
        />
        <IconButton
          label={disabled ? 'Enable' : 'Disable'}
          icon={<Power />}
          aria-pressed={disabled}
          onClick={() => setEnabled([node.id], disabled, node.title ?? node.id)}
        />
      </div>
      {showComment ? (
        <textarea
          className={styles.comment}
          aria-label="Comment"
          rows={2}
          placeholder="Why this step is here"
          value={node.comment ?? ''}
          onChange={e => setText(node.id, 'comment', e.target.value)}
        />
      ) : null}
      {disabled ? <p className={styles.note}>{disabledWords(kind)}</p> : null}
    </header>
  );
};

/** The id, which other things name it by. It changes once it is whole: with Enter, or on leaving. */
const IdInput = ({ node }: { readonly node: string }) => {
  const [draft, setDraft] = useState<string>();
  const problem = useDocument(state =>
    draft === undefined || state.document === undefined ? undefined : idProblem(state.document, node, draft),
  );
  const commit = () => {
    if (draft !== undefined && draft !== node && problem === undefined) setId(node, draft);
    setDraft(undefined);
  };
  return (
    <>
      <input
        className={styles.id}
        aria-label="Id"
        title={problem ?? 'The id, by which edges and queries name this node'}
        aria-invalid={problem === undefined ? undefined : true}
        spellCheck={false}
        value={draft ?? node}
        onChange={e => setDraft(e.target.value)}
        onBlur={commit}
        onKeyDown={e => {
          if (e.key === 'Enter') commit();
          if (e.key !== 'Escape' || draft === undefined) return;
          e.stopPropagation();
          setDraft(undefined);
        }}
      />
      {problem === undefined ? null : (
        <span role="alert" className="visually-hidden">
          {problem}
        </span>
      )}
    </>
  );
};
