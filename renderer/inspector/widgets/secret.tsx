import { KeyRound, Trash2 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { secretNames } from '../../../engine/graph/secrets.ts';
import { useUi } from '../../store/ui.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { deleteSecret, savingWords, useSavedSecrets } from '../saved-secrets.ts';
import { holdsLiteralSecret, secretReference } from '../secret-text.ts';
import { inputProps, placeholderOf, shownText, type WidgetProps } from './props.ts';

/** A text whose secret parts stand in it by the name of a variable, never themselves. */
export const SecretWidget = (props: WidgetProps) => {
  const form = useForm();
  const text = shownText(props.value);
  const names = secretNames(text);
  const literal = holdsLiteralSecret(text, String(props.path.at(-1)));
  return (
    <>
      <div className={styles.row}>
        <input
          {...inputProps(props)}
          className={styles.input}
          value={text}
          placeholder={placeholderOf(props.field)}
          spellCheck={false}
          autoComplete="off"
          onChange={e => form.set(props.path, e.target.value === '' ? undefined : e.target.value, 'typing')}
        />
        <SecretButton
          insert={reference =>
            form.set(props.path, /pass|user/i.test(String(props.path.at(-1))) ? reference : text + reference)
          }
        />
      </div>
      {names.length === 0 ? null : <p className={styles.help}>Put in when it runs: {names.join(', ')}.</p>}
      {literal ? (
        <p className={styles.problem} data-severity="warning">
          This looks like the secret itself, and would be saved in the file. Put it into an environment
          variable, or save it with the key button, and write {'${env:NAME}'} here.
        </p>
      ) : null}
    </>
  );
};

const SecretButton = ({ insert }: { readonly insert: (reference: string) => void }) => {
  const [name, setName] = useState('');
  const [open, setOpen] = useState(false);
  const { names, kept, why, refresh } = useSavedSecrets();
  const use = (wanted: string) => {
    const reference = secretReference(wanted);
    if (reference === undefined) return;
    insert(reference);
    setName('');
    setOpen(false);
  };
  const save = () => {
    setOpen(false);
    useUi.getState().show({ dialog: 'secret', name, use });
  };
  return (
    <Popover.Root
      open={open}
      onOpenChange={next => {
        setOpen(next);
        if (next) void refresh();
      }}
    >
      <Popover.Trigger asChild>
        <Button aria-label="Use a secret" icon={<KeyRound />} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.popup ?? ''}
          data-padded
          align="end"
          sideOffset={3}
          aria-label="Use a secret"
        >
          <p className={styles.help}>
            Secrets stay out of the file. It holds only a name, whose value is put in when the pipeline runs:
            that of an environment variable, or else of a saved secret.
          </p>
          <div className={styles.row}>
            <input
              className={styles.input}
              aria-label="Name of the environment variable"
              placeholder="PG_PASSWORD"
              spellCheck={false}
              value={name}
              onChange={e => setName(e.target.value)}
              onKeyDown={e => e.key === 'Enter' && use(name)}
            />
            <Button look="primary" disabled={secretReference(name) === undefined} onClick={() => use(name)}>
              Use
            </Button>
          </div>
          {names.length === 0 ? null : (
            <ul className={styles.saved} aria-label="Saved secrets">
              {names.map(saved => (
                <li key={saved}>
                  <Button look="quiet" aria-label={`Use ${saved}`} onClick={() => use(saved)}>
                    {saved}
                  </Button>
                  <IconButton
                    label={`Delete ${saved}`}
                    icon={<Trash2 />}
                    onClick={() => void deleteSecret(saved)}
                  />
                </li>
              ))}
            </ul>
          )}
          {kept === 'nowhere' ? (
            <p className={styles.help}>{why}</p>
          ) : (
            <Button onClick={save}>{savingWords(kept).act}</Button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};
