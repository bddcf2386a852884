import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Parameter, ParameterType } from '../../engine/graph/document.ts';
import { isId } from '../../engine/graph/endpoint.ts';
import { useDocument } from '../store/document.ts';
import { useUi } from '../store/ui.ts';
import { Button, IconButton } from '../ui/button.tsx';
import styles from './dialog.module.css';
import { DialogFrame } from './dialog-frame.tsx';
import { draftsOf, type ParameterDraft, parametersOf, problemsOf } from './parameter-drafts.ts';

const close = () => useUi.getState().show(undefined);
const types: readonly ParameterType[] = ['string', 'integer', 'number', 'boolean', 'date', 'path'];

const Row = ({
  draft,
  change,
  remove,
}: {
  readonly draft: ParameterDraft;
  readonly change: (draft: ParameterDraft) => void;
  readonly remove: () => void;
}) => {
  const field = (label: string, key: 'name' | 'fallback' | 'options' | 'description', hint: string) => (
    <label className={`${styles.field} ${key === 'description' ? styles.across : ''}`}>
      {label}
      <input
        className={styles.input}
        value={draft[key]}
        placeholder={hint}
        onChange={event => change({ ...draft, [key]: event.target.value })}
      />
    </label>
  );
  return (
    <div className={styles.grid}>
      {field('Name', 'name', 'country')}
      <label className={styles.field}>
        Type
        <select
          className={styles.input}
          value={draft.type}
          onChange={event => change({ ...draft, type: event.target.value as ParameterType })}
        >
          {types.map(type => (
            <option key={type}>{type}</option>
          ))}
        </select>
      </label>
      {field('Default', 'fallback', 'Asked for at each run')}
      {field('Only these values', 'options', 'FR, DE, PL')}
      <IconButton label={`Remove ${draft.name || 'this parameter'}`} icon={<Trash2 />} onClick={remove} />
      {field('Description', 'description', 'What it is for')}
    </div>
  );
};

/** Declares what is chosen for each run. */
export const ParametersDialog = () => {
  const declared = useDocument(state => state.document?.parameters ?? {});
  const [drafts, setDrafts] = useState(() => draftsOf(declared));
  const problems = problemsOf(drafts, isId);
  const apply = () => {
    const parameters: Readonly<Record<string, Parameter>> = parametersOf(drafts);
    useDocument.getState().edit(d => ({ ...d, parameters }), { label: 'Change parameters' });
    close();
  };
  return (
    <DialogFrame
      wide
      title="Parameters"
      close={close}
      actions={
        <>
          <Button
            className={styles.start}
            icon={<Plus />}
            onClick={() =>
              setDrafts([...drafts, { name: '', type: 'string', fallback: '', options: '', description: '' }])
            }
          >
            Add a parameter
          </Button>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" disabled={problems.length > 0} onClick={apply}>
            Apply
          </Button>
        </>
      }
    >
      <p>
        A parameter is a value that is chosen for each run. Write <code>{'${name}'}</code> in a setting to use
        it.
      </p>
      {drafts.map((draft, i) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: a name is being typed and cannot be the key
          key={i}
          draft={draft}
          change={next => setDrafts(drafts.map((d, at) => (at === i ? next : d)))}
          remove={() => setDrafts(drafts.filter((_, at) => at !== i))}
        />
      ))}
      {problems.map(problem => (
        <p key={problem} className={styles.bad}>
          {problem}
        </p>
      ))}
    </DialogFrame>
  );
};
