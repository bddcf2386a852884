import { useRef, useState } from 'react';
import { isSecretName } from '../../engine/graph/secrets.ts';
import { saveSecret, savingWords, useSavedSecrets } from '../inspector/saved-secrets.ts';
import { useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import styles from './dialog.module.css';
import { DialogFrame } from './dialog-frame.tsx';

const close = () => useUi.getState().show(undefined);

/** Takes a secret to the host. Its value is in this one field, in no state, and gone with the dialog. */
export const SecretDialog = ({
  name: wanted,
  use,
}: {
  readonly name: string;
  readonly use: (name: string) => void;
}) => {
  const { kept, names } = useSavedSecrets();
  const [name, setName] = useState(wanted);
  const [filled, setFilled] = useState(false);
  const value = useRef<HTMLInputElement>(null);
  const words = savingWords(kept);
  const fits = isSecretName(name);
  const save = async () => {
    const input = value.current;
    if (input === null || !fits || input.value === '') return;
    const done = await saveSecret(name, input.value);
    if (!done) return;
    input.value = '';
    close();
    use(name);
  };
  return (
    <DialogFrame
      title={words.title}
      close={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" disabled={!fits || !filled} onClick={() => void save()}>
            {words.done}
          </Button>
        </>
      }
    >
      <p>
        The pipeline file holds only its name. Trusted pipelines that ask for this name get its value when
        they are looked at or run, unless an environment variable of the same name is set.
      </p>
      <form
        autoComplete="off"
        onSubmit={event => {
          event.preventDefault();
          void save();
        }}
      >
        <label className={styles.field}>
          Name
          <input
            className={styles.input}
            value={name}
            placeholder="PG_PASSWORD"
            spellCheck={false}
            autoComplete="off"
            onChange={event => setName(event.target.value)}
          />
          {name !== '' && !fits ? (
            <small className={styles.bad}>Letters, digits and underscores, no digit first.</small>
          ) : names.includes(name) ? (
            <small>There is a secret of this name; its value is replaced.</small>
          ) : null}
        </label>
        <label className={styles.field}>
          Value
          <input
            ref={value}
            className={styles.input}
            type="password"
            spellCheck={false}
            autoComplete="new-password"
            onChange={event => setFilled(event.target.value !== '')}
          />
          <small>{words.where}</small>
        </label>
        <button type="submit" hidden disabled={!fits || !filled} />
      </form>
    </DialogFrame>
  );
};
