import { ToggleGroup } from 'radix-ui';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { choiceWords, inputProps, shownText, type WidgetOf } from './props.ts';

/** Two or three short words stand side by side; more of them, or longer ones, drop down. */
export const ChoiceWidget: WidgetOf<'choice'> = props => {
  const form = useForm();
  const { values } = props.shape;
  const { fallback, required } = props.field;
  const now = shownText(props.value ?? fallback);
  const choose = (value: string) =>
    form.set(props.path, value === fallback || value === '' ? undefined : value);
  const fits = values.length <= 4 && values.join('').length <= 24 && (fallback !== undefined || required);
  const known = now === '' || values.includes(now);
  return fits && known ? (
    <ToggleGroup.Root
      type="single"
      className={styles.segments ?? ''}
      aria-labelledby={props.labelledBy}
      value={now}
      onValueChange={value => value !== '' && choose(value)}
    >
      {values.map(value => (
        <ToggleGroup.Item key={value} value={value} className={styles.segment ?? ''}>
          {choiceWords(value)}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  ) : (
    <select
      {...inputProps(props)}
      className={styles.select}
      value={now}
      onChange={e => choose(e.target.value)}
    >
      {fallback === undefined ? <option value="">{required ? 'Choose…' : 'Not set'}</option> : null}
      {known ? null : <option value={now}>{now}</option>}
      {values.map(value => (
        <option key={value} value={value}>
          {choiceWords(value)}
        </option>
      ))}
    </select>
  );
};
