/** Small forms over the canvas: the title and id of a node, the title of a group, the description of a node. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { renameNode, setNote, setTitle } from '../../engine/graph/edits.ts';
import { isId } from '../../engine/graph/endpoint.ts';
import { renameGroup } from '../../engine/graph/groups.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { Button } from '../ui/button.tsx';
import { useCanvas } from './canvas-store.ts';
import styles from './popup.module.css';
import { focusCanvas } from './view.ts';

const close = (): void => {
  useCanvas.getState().show(undefined);
  focusCanvas();
};

export const SmallForm = ({
  title,
  action,
  disabled = false,
  onSubmit,
  children,
  more,
}: {
  readonly title: string;
  readonly action: string;
  readonly disabled?: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
  readonly more?: ReactNode;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element?.open === false) element.showModal();
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} aria-label={title} onClose={close}>
      <form
        onSubmit={event => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <h2>{title}</h2>
        {children}
        <footer>
          <Button onClick={close}>Cancel</Button>
          {more}
          <Button type="submit" look="primary" disabled={disabled}>
            {action}
          </Button>
        </footer>
      </form>
    </dialog>
  );
};

const RenameGroup = ({ id, title: before }: { readonly id: string; readonly title: string }) => {
  const [title, setText] = useState(before);
  return (
    <SmallForm
      title="Rename group"
      action="Rename"
      onSubmit={() => {
        useDocument
          .getState()
          .edit(d => renameGroup(d, id, title.trim()), { label: `Rename ${before || id}` });
        close();
      }}
    >
      <label>
        Title
        {/* biome-ignore lint/a11y/noAutofocus: the person has just asked to write here */}
        <input autoFocus value={title} placeholder={id} onChange={event => setText(event.target.value)} />
      </label>
    </SmallForm>
  );
};

const RenameNode = ({ id, title: before }: { readonly id: string; readonly title: string }) => {
  const document = useDocument(state => state.document);
  const [title, setText] = useState(before);
  const [name, setName] = useState(id);
  const taken = [...(document?.nodes ?? []), ...(document?.groups ?? [])].some(
    part => part.id !== id && part.id.toLowerCase() === name.toLowerCase(),
  );
  const wrong = !isId(name)
    ? 'A name is a letter, then letters, digits and _; at most 64.'
    : taken
      ? `Another part of the pipeline is called “${name}”. Choose another name.`
      : undefined;
  return (
    <SmallForm
      title="Rename node"
      action="Rename"
      disabled={wrong !== undefined}
      onSubmit={() => {
        if (wrong !== undefined) return;
        useDocument
          .getState()
          .edit(d => setTitle(renameNode(d, id, name), name, title.trim()), { label: `Rename ${id}` });
        useSelection.getState().select([name]);
        useCanvas.getState().say(`Renamed to ${title.trim() || name}.`);
        close();
      }}
    >
      <label>
        Title
        {/* biome-ignore lint/a11y/noAutofocus: the person has just asked to write here */}
        <input autoFocus value={title} placeholder={name} onChange={event => setText(event.target.value)} />
      </label>
      <label>
        Name in messages, reports and code
        <input
          value={name}
          spellCheck={false}
          aria-invalid={wrong !== undefined}
          aria-describedby="rename-wrong"
          onChange={event => setName(event.target.value)}
        />
      </label>
      <p id="rename-wrong" className={styles.wrong} role="alert">
        {wrong}
      </p>
    </SmallForm>
  );
};

export const RenamePopup = ({ id }: { readonly id: string }) => {
  const node = useDocument(state => state.document?.nodes.find(n => n.id === id));
  const group = useDocument(state => state.document?.groups?.find(g => g.id === id));
  if (node !== undefined) return <RenameNode id={id} title={node.title ?? ''} />;
  return group === undefined ? null : <RenameGroup id={id} title={group.title ?? ''} />;
};

export const NotePopup = ({ id }: { readonly id: string }) => {
  const node = useDocument(state => state.document?.nodes.find(n => n.id === id));
  const [text, setText] = useState(node?.comment ?? '');
  return (
    <SmallForm
      title={`Describe ${node?.title ?? id}`}
      action="Keep"
      onSubmit={() => {
        useDocument.getState().edit(d => setNote(d, id, text.trim()), { label: `Describe ${id}` });
        close();
      }}
    >
      <label>
        Why this step is here
        {/* biome-ignore lint/a11y/noAutofocus: the person has just asked to write here */}
        <textarea autoFocus rows={4} value={text} onChange={event => setText(event.target.value)} />
      </label>
    </SmallForm>
  );
};
