import { Plus, Trash2 } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import type { Shape } from '../../../engine/catalogue/form.ts';
import { expanded, isMembers, modeFields, wayOf } from '../../../engine/catalogue/form-values.ts';
import { Button } from '../../ui/button.tsx';
import { Fields } from '../field.tsx';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { newItem } from '../new-item.ts';
import { Widget } from '../widget.tsx';
import { choiceWords, type WidgetOf, type WidgetProps } from './props.ts';

/** Whether a group is a row of a list rather than a form of its own. */
export const isSmall = (shape: Shape): boolean =>
  shape.is === 'group' &&
  shape.fields.length <= 3 &&
  shape.fields.every(f => !['list', 'columns', 'group'].includes(f.shape.is));

/** Settings that belong together. A group that may be absent is added and removed as a whole. */
export const GroupWidget: WidgetOf<'group'> = props => {
  const form = useForm();
  const { field, path, value, shape } = props;
  const mayBeAbsent = !field.required && field.fallback === undefined;
  if (mayBeAbsent && value === undefined)
    return (
      <Button
        look="quiet"
        className={styles.add ?? ''}
        icon={<Plus />}
        aria-label={`Add ${field.label}`}
        onClick={() => form.set(path, newItem({ ...shape, brief: [] }))}
      >
        Add
      </Button>
    );
  const inItem = typeof path.at(-1) === 'number';
  const compact = inItem && isSmall(shape);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be named by a label elsewhere
    <div
      className={styles.group}
      data-plain={inItem || undefined}
      data-compact={compact || undefined}
      role="group"
      aria-labelledby={props.labelledBy}
    >
      <Fields fields={shape.fields} path={path} value={expanded(value, shape.brief)} compact={compact} />
      {mayBeAbsent ? (
        <Button
          look="quiet"
          className={styles.add ?? ''}
          icon={<Trash2 />}
          onClick={() => form.set(path, undefined)}
        >
          Remove {field.label.toLowerCase()}
        </Button>
      ) : null}
    </div>
  );
};

/** Groups told apart by one setting: choosing it shows its own fields, and keeps what both have. */
export const ModesWidget: WidgetOf<'modes'> = props => {
  const form = useForm();
  const { field, path, shape } = props;
  const value = props.value ?? field.fallback;
  const now = isMembers(value) ? String(value[shape.by] ?? '') : '';
  const choose = (name: string) => {
    const fields = shape.modes.find(mode => mode.name === name)?.fields ?? [];
    const kept = Object.entries(isMembers(value) ? value : {}).filter(([key]) =>
      fields.some(f => f.name === key),
    );
    form.set(path, Object.fromEntries([[shape.by, name], ...kept]));
  };
  const label = choiceWords(shape.by);
  return (
    <div className={styles.group} data-plain={typeof path.at(-1) === 'number' || undefined}>
      <div className={styles.field}>
        <select
          id={props.id}
          className={styles.select}
          aria-label={typeof path.at(-1) === 'number' ? label : field.label}
          value={now}
          onChange={e => choose(e.target.value)}
        >
          {shape.modes.map(mode => (
            <option key={mode.name} value={mode.name}>
              {choiceWords(mode.name)}
            </option>
          ))}
        </select>
      </div>
      <Fields fields={modeFields(shape, value)} path={path} value={value} />
    </div>
  );
};

/** One value that can be written in several ways, such as an address or its parts. */
export const WaysWidget: WidgetOf<'ways'> = (props: WidgetProps & Parameters<WidgetOf<'ways'>>[0]) => {
  const form = useForm();
  const { shape, field, path, value } = props;
  const at = wayOf(shape, value);
  const way = shape.ways[at];
  if (way === undefined) return null;
  return (
    <div className={styles.group} data-plain>
      <ToggleGroup.Root
        type="single"
        className={styles.segments ?? ''}
        aria-labelledby={props.labelledBy}
        value={String(at)}
        onValueChange={to => {
          const chosen = shape.ways[Number(to)];
          if (to !== '' && chosen !== undefined && Number(to) !== at) form.set(path, newItem(chosen.shape));
        }}
      >
        {shape.ways.map((other, i) => (
          <ToggleGroup.Item key={other.label} value={String(i)} className={styles.segment ?? ''}>
            {other.label}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      <Widget {...props} field={{ ...field, required: true, shape: way.shape }} />
    </div>
  );
};
