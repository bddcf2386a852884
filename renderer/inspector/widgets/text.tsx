import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { emptied, inputProps, placeholderOf, shownText, type WidgetProps } from './props.ts';

export const TextWidget = (props: WidgetProps) => {
  const form = useForm();
  return (
    <input
      {...inputProps(props)}
      className={styles.input}
      value={shownText(props.value)}
      placeholder={placeholderOf(props.field)}
      spellCheck={false}
      autoComplete="off"
      onChange={e =>
        form.set(props.path, e.target.value === '' ? emptied(props.field) : e.target.value, 'typing')
      }
    />
  );
};

export const MultilineWidget = (props: WidgetProps) => {
  const form = useForm();
  const text = shownText(props.value);
  return (
    <textarea
      {...inputProps(props)}
      className={styles.area}
      rows={Math.min(14, Math.max(4, text.split('\n').length))}
      value={text}
      placeholder={placeholderOf(props.field)}
      spellCheck={false}
      onChange={e => form.set(props.path, e.target.value === '' ? undefined : e.target.value, 'typing')}
    />
  );
};
