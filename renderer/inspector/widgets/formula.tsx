import { useMemo } from 'react';
import { isMembers } from '../../../engine/catalogue/form-values.ts';
import type { Schema } from '../../../engine/schema/types.ts';
import { CodeField } from '../../code/code-field.tsx';
import type { Allow } from '../../code/words.ts';
import { useFocus } from '../focus.ts';
import { paramNames, useForm } from '../form-context.ts';
import { placeholderOf, shownText, type WidgetOf, type WidgetProps } from './props.ts';

type Props = WidgetProps & { readonly columns: Schema; readonly allow: Allow; readonly lines: boolean };

const Code = ({ columns, allow, lines, ...props }: Props) => {
  const form = useForm();
  const wanted = useFocus(state => state.wanted);
  const mine =
    wanted !== undefined && wanted.node === form.node && paramNames(props.path).includes(wanted.param)
      ? wanted
      : undefined;
  const problems = form.problems(props.path);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the problems say is all that counts
  const marks = useMemo(() => problems, [JSON.stringify(problems)]);
  return (
    <CodeField
      // Each place in a pipeline has an editor of its own, with a history of its own.
      key={`${form.node} ${paramNames(props.path)[0]}`}
      id={props.id}
      label={props.field.label}
      describedBy={props.describedBy}
      hint={placeholderOf(props.field)}
      value={shownText(props.value)}
      lines={lines}
      columns={columns}
      allow={allow}
      marks={marks}
      wanted={mine}
      wrong={props.wrong}
      onFocused={() => useFocus.setState({ wanted: undefined })}
      onChange={text => form.set(props.path, text === '' ? undefined : text, 'typing')}
    />
  );
};

/** The columns that earlier items of a list make, by their names. */
const earlier = (list: unknown, index: number | string | undefined): Schema =>
  Array.isArray(list) && typeof index === 'number'
    ? list
        .slice(0, index)
        .flatMap(item =>
          isMembers(item) && typeof item.name === 'string' ? [{ name: item.name, type: 'made above' }] : [],
        )
    : [];

export const FormulaWidget: WidgetOf<'expression'> = props => {
  const form = useForm();
  const { port, aggregates, seesEarlier } = props.shape;
  const own = form.columns(port) ?? [];
  const made = seesEarlier ? earlier(form.value(props.path.slice(0, -2)), props.path.at(-2)) : [];
  return (
    <Code {...props} columns={[...own, ...made]} allow={aggregates ? 'aggregate' : 'scalar'} lines={false} />
  );
};

export const QueryWidget: WidgetOf<'sql'> = props => {
  const form = useForm();
  const tables = form.tables.map(table => ({ name: table.from, type: 'table' }));
  const columns = form.tables.flatMap(table => table.columns ?? []);
  const distinct = [...new Map(columns.map(f => [f.name, f])).values()];
  return <Code {...props} columns={[...tables, ...distinct]} allow="all" lines />;
};
