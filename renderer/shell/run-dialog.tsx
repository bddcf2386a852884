import { useState } from 'react';
import { parameterValues } from '../../engine/graph/parameters.ts';
import { useDocument } from '../store/document.ts';
import { useRun } from '../store/run.ts';
import { useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import styles from './dialog.module.css';
import { DialogFrame } from './dialog-frame.tsx';

const close = () => useUi.getState().show(undefined);

type Props = { readonly to: readonly string[] | undefined; readonly cache: boolean };

/** Values for this run. They stay for checks, previews and the next run of this file in this browser. */
export const RunDialog = ({ to, cache }: Props) => {
  const parameters = useDocument(state => state.document?.parameters ?? {});
  const before = useDocument(state => state.values);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(before);
  const given = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== '' && Object.hasOwn(parameters, name)),
  );
  const { diagnostics } = parameterValues({ parameters }, given);
  const problemOf = (name: string) => diagnostics.find(d => d.param === `parameters.${name}`)?.message;
  const go = () => {
    useDocument.getState().setValues(given);
    close();
    void useRun.getState().start(to, cache);
  };
  return (
    <DialogFrame
      title="Run with"
      close={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button
            onClick={() => {
              useDocument.getState().setValues(given);
              close();
            }}
          >
            Use without running
          </Button>
          <Button look="primary" disabled={diagnostics.length > 0} onClick={go}>
            Run
          </Button>
        </>
      }
    >
      {Object.keys(parameters).length === 0 ? <p>This pipeline has no parameters.</p> : null}
      {Object.entries(parameters).map(([name, { type, default: fallback, description, options }]) => {
        const props = {
          className: styles.input,
          value: values[name] ?? '',
          onChange: (event: { readonly target: { readonly value: string } }) =>
            setValues({ ...values, [name]: event.target.value }),
        };
        const choices = options ?? (type === 'boolean' ? [true, false] : undefined);
        const problem = problemOf(name);
        return (
          // biome-ignore lint/a11y/noLabelWithoutControl: the control is in it, as an input or a list
          <label key={name} className={styles.field}>
            {name}
            {choices === undefined ? (
              <input
                {...props}
                type={type === 'date' ? 'date' : 'text'}
                placeholder={fallback === undefined ? `Needed (${type})` : `Default: ${fallback}`}
              />
            ) : (
              <select {...props}>
                <option value="">{fallback === undefined ? 'Choose…' : `Default: ${fallback}`}</option>
                {choices.map(choice => (
                  <option key={String(choice)}>{String(choice)}</option>
                ))}
              </select>
            )}
            {description === undefined ? null : <small>{description}</small>}
            {problem === undefined ? null : <small className={styles.bad}>{problem}</small>}
          </label>
        );
      })}
    </DialogFrame>
  );
};
