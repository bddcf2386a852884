import { Combobox } from '../combobox.tsx';
import { useForm } from '../form-context.ts';
import { inputProps, placeholderOf, shownText, type WidgetProps } from './props.ts';

const types = [
  ['VARCHAR', 'text'],
  ['BIGINT', 'whole number'],
  ['INTEGER', 'whole number, to 2 billion'],
  ['DOUBLE', 'number, inexact'],
  ['DECIMAL(18,2)', 'number, exact'],
  ['BOOLEAN', 'true or false'],
  ['DATE', 'day'],
  ['TIMESTAMP', 'day and time'],
  ['TIMESTAMP WITH TIME ZONE', 'moment'],
  ['TIME', 'time of day'],
  ['INTERVAL', 'duration'],
  ['UUID', 'identifier'],
  ['JSON', 'nested text'],
  ['BLOB', 'bytes'],
  ['HUGEINT', 'whole number, very large'],
  ['SMALLINT', 'whole number, to 32,767'],
  ['FLOAT', 'number, short'],
] as const;

const options = types.map(([value, detail]) => ({ value, detail }));

/** A data type; any that the engine reads may be typed, such as `DECIMAL(10,4)` or `INTEGER[]`. */
export const TypeWidget = (props: WidgetProps) => {
  const form = useForm();
  return (
    <Combobox
      {...inputProps(props)}
      aria-label={props.field.label}
      value={shownText(props.value)}
      placeholder={placeholderOf(props.field) || 'Type'}
      options={options}
      empty="Any type that DuckDB knows may be typed."
      onType={text => form.set(props.path, text === '' ? undefined : text, 'typing')}
      onChoose={type => form.set(props.path, type)}
    />
  );
};
