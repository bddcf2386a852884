import type { CellType } from '../../../engine/catalogue/form.ts';
import { asCell, cellTypeOf, typedCell } from '../../../engine/catalogue/form-values.ts';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { inputProps, placeholderOf, type WidgetOf } from './props.ts';

const words: Readonly<Record<CellType, string>> = {
  text: 'Text',
  number: 'Number',
  boolean: 'True/false',
  null: 'Null',
};

/** A value that may be text, a number, true or false, or null; which one is said beside it. */
export const CellWidget: WidgetOf<'cell'> = props => {
  const form = useForm();
  const { takes } = props.shape;
  const { value, field } = props;
  const text = value === undefined || value === null ? '' : String(value);
  const type = cellTypeOf(value);
  const shown = value === undefined ? '' : type;
  const change = (next: string) =>
    form.set(
      props.path,
      next === '' && !field.required ? undefined : typedCell(next, value, takes),
      'typing',
    );
  return (
    <div className={styles.row}>
      <input
        {...inputProps(props)}
        aria-label={field.label}
        className={styles.input}
        value={text}
        placeholder={value === null ? 'null' : placeholderOf(field)}
        spellCheck={false}
        autoComplete="off"
        onChange={e => change(e.target.value)}
      />
      {takes.length < 2 ? null : (
        <select
          className={styles.select}
          data-type
          aria-label={`Type of ${field.label}`}
          value={shown}
          onChange={e => {
            const to = e.target.value as CellType | '';
            form.set(props.path, to === '' ? undefined : (asCell(text, to) ?? value));
          }}
        >
          {value === undefined ? <option value="">–</option> : null}
          {takes.map(t => (
            <option key={t} value={t} disabled={asCell(text, t) === undefined}>
              {words[t]}
            </option>
          ))}
        </select>
      )}
    </div>
  );
};
