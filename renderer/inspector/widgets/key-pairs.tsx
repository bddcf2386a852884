import { Plus, Wand2, X } from 'lucide-react';
import type { Shape } from '../../../engine/catalogue/form.ts';
import { contracted, expanded } from '../../../engine/catalogue/form-values.ts';
import type { Schema } from '../../../engine/schema/types.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useFocusAdded } from '../focus-added.ts';
import styles from '../form.module.css';
import { paramNames, useForm } from '../form-context.ts';
import { ColumnWidget } from './column.tsx';
import type { ShapeOf, WidgetProps } from './props.ts';

type Side = ShapeOf<'column'>;

const sidesOf = (shape: Shape): readonly Side[] | undefined => {
  if (shape.is !== 'list' || shape.item.is !== 'group') return undefined;
  const sides = shape.item.fields.map(f => f.shape);
  const [left, right] = sides;
  return sides.length === 2 && left?.is === 'column' && right?.is === 'column' && left.port !== right.port
    ? [left, right]
    : undefined;
};

/** Whether a list pairs a column of one input with one of the other. */
export const isKeyPairs = (shape: Shape): shape is ShapeOf<'list'> => sidesOf(shape) !== undefined;

/** Columns that both inputs have, letter case aside, in the order of the first. */
export const sharedNames = (left: Schema, right: Schema): readonly (readonly [string, string])[] =>
  left.flatMap(({ name }) => {
    const other = right.find(f => f.name.toLowerCase() === name.toLowerCase());
    return other === undefined ? [] : [[name, other.name] as const];
  });

/** Keys of a join: both sides beside each other. */
export const KeyPairsWidget = (props: WidgetProps & { readonly shape: ShapeOf<'list'> }) => {
  const form = useForm();
  const { place, adding } = useFocusAdded(Array.isArray(props.value) ? props.value.length : 0);
  const { item } = props.shape;
  const sides = sidesOf(props.shape);
  if (item.is !== 'group' || sides === undefined) return null;
  const [first, second] = item.fields;
  const [left, right] = sides;
  if (first === undefined || second === undefined || left === undefined || right === undefined) return null;
  const pairs = Array.isArray(props.value) ? props.value : [];
  const columns = [form.columns(left.port), form.columns(right.port)] as const;
  const shared =
    columns[0] === undefined || columns[1] === undefined ? [] : sharedNames(columns[0], columns[1]);
  const set = (next: typeof pairs) =>
    form.set(props.path, next.length === 0 && !props.field.required ? undefined : next);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be named by a label elsewhere
    <div ref={place} className={styles.list} role="group" aria-labelledby={props.labelledBy}>
      {pairs.map((pair, i) => {
        const members = expanded(pair, item.brief);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pairs have no name of their own
          <div key={i} className={styles.keys} data-row>
            {([first, second] as const).map((field, side) => {
              const path = [...props.path, i, field.name];
              const problems = form.problems(path);
              return (
                <div key={field.name} data-param={paramNames(path)[0]} className={styles.keySide}>
                  <ColumnWidget
                    id={`${props.id}-${i}-${field.name}`}
                    labelledBy={props.labelledBy}
                    describedBy=""
                    field={{ ...field, label: `${field.label} ${i + 1}`, placeholder: field.label }}
                    shape={side === 0 ? left : right}
                    path={path}
                    value={members[field.name]}
                    wrong={problems.length > 0}
                  />
                  {problems.map(d => (
                    <p key={d.message} className={styles.problem} data-severity={d.severity}>
                      {d.message}
                    </p>
                  ))}
                </div>
              );
            })}
            <IconButton
              label={`Remove key ${i + 1}`}
              icon={<X />}
              className={styles.small ?? ''}
              onClick={() => set(pairs.filter((_, other) => other !== i))}
            />
          </div>
        );
      })}
      <div className={styles.row}>
        <Button
          look="quiet"
          className={styles.add ?? ''}
          icon={<Plus />}
          onClick={() => {
            adding();
            set([...pairs, {}]);
          }}
        >
          Add key
        </Button>
        {pairs.length > 0 || shared.length === 0 ? null : (
          <Button
            look="quiet"
            className={styles.add ?? ''}
            icon={<Wand2 />}
            title={shared.map(([name]) => name).join(', ')}
            onClick={() =>
              set(shared.map(([a, b]) => contracted({ [first.name]: a, [second.name]: b }, item.brief)))
            }
          >
            Match by name
          </Button>
        )}
      </div>
    </div>
  );
};
