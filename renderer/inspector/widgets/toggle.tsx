import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { inputProps, type WidgetProps } from './props.ts';

/** A checkbox. Back at what counts anyway, the setting leaves the file. */
export const ToggleWidget = (props: WidgetProps) => {
  const form = useForm();
  const { fallback } = props.field;
  const on = (props.value ?? fallback) === true;
  return (
    <input
      {...inputProps(props)}
      type="checkbox"
      className={styles.check}
      checked={on}
      // What is neither set nor given by default is guessed by the program.
      ref={element => {
        if (element !== null) element.indeterminate = props.value === undefined && fallback === undefined;
      }}
      onChange={e => form.set(props.path, e.target.checked === fallback ? undefined : e.target.checked)}
    />
  );
};
