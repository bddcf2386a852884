import { nearest } from '../../../engine/schema/nearest.ts';
import { familyOf, fieldNamed, type Schema, type TypeFamily } from '../../../engine/schema/types.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox, type Option } from '../combobox.tsx';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { inputProps, placeholderOf, shownText, type WidgetOf } from './props.ts';

/** Whether a column can be of use to a setting that takes some types only. */
export const suits = (type: string, types: readonly TypeFamily[] | undefined): boolean =>
  types === undefined || types.includes(familyOf(type)) || familyOf(type) === 'unknown';

/** Columns that suit come first; the others stay in sight, so that nobody wonders where they are. */
export const columnOptions = (
  columns: Schema,
  types: readonly TypeFamily[] | undefined,
): readonly Option[] => [
  ...columns.filter(f => suits(f.type, types)).map(f => ({ value: f.name, detail: f.type })),
  ...columns.filter(f => !suits(f.type, types)).map(f => ({ value: f.name, detail: f.type, dim: true })),
];

export const ColumnWidget: WidgetOf<'column'> = props => {
  const form = useForm();
  const columns = form.columns(props.shape.port);
  const value = shownText(props.value);
  const missing = value !== '' && columns !== undefined && fieldNamed(columns, value) === undefined;
  const near = missing
    ? nearest(
        value,
        columns.map(f => f.name),
      )
    : undefined;
  return (
    <>
      <Combobox
        {...inputProps(props)}
        aria-invalid={props.wrong || missing || undefined}
        aria-label={props.field.label}
        value={value}
        placeholder={placeholderOf(props.field) || 'Column'}
        options={columnOptions(columns ?? [], props.shape.types)}
        empty={
          columns === undefined
            ? 'The columns are not known yet. Connect the input, or type a name.'
            : 'No column of that name.'
        }
        onType={text => form.set(props.path, text === '' ? undefined : text, 'typing')}
        onChoose={name => form.set(props.path, name)}
      />
      {near === undefined ? null : (
        <Button look="quiet" className={styles.offer ?? ''} onClick={() => form.set(props.path, near)}>
          Use “{near}”
        </Button>
      )}
    </>
  );
};
