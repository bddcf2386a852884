import { ChevronDown, ChevronRight, Copy, GripVertical, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';

import type { Json } from '../../../engine/schema/types.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useFocusAdded } from '../focus-added.ts';
import styles from '../form.module.css';
import { paramNames, useForm } from '../form-context.ts';
import { newItem } from '../new-item.ts';
import { moved, useReorder } from '../reorder.ts';
import { summaryOf } from '../summary.ts';
import { Widget } from '../widget.tsx';
import { isSmall } from './group.tsx';
import type { WidgetOf } from './props.ts';

/** Items that can be added, doubled, moved and removed. Small ones are a row; groups fold. */
export const ListWidget: WidgetOf<'list'> = props => {
  const form = useForm();
  const { item } = props.shape;
  const items: readonly Json[] = Array.isArray(props.value) ? props.value : [];
  const [folded, setFolded] = useState<ReadonlySet<number>>(
    () => new Set(items.length > 3 ? items.map((_, i) => i) : []),
  );
  const set = (next: readonly Json[]) =>
    form.set(props.path, next.length === 0 && !props.field.required ? undefined : next);
  const reorder = useReorder(items.length, (from, to) => set(moved(items, from, to)));
  const { place, adding } = useFocusAdded(items.length);
  const isGroup = item.is === 'group' || item.is === 'modes';
  const few = isSmall(item);
  const fold = (i: number) => {
    const next = new Set(folded);
    if (!next.delete(i)) next.add(i);
    setFolded(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be named by a label elsewhere
    <div ref={place} className={styles.list} data-list role="group" aria-labelledby={props.labelledBy}>
      {items.map((value, i) => {
        const what = `${props.field.label} ${i + 1}`;
        const open = !folded.has(i) || few;
        const path = [...props.path, i];
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no name of their own, and equal ones may stand twice
            key={i}
            className={styles.item}
            data-row
            data-group={(isGroup && !few) || undefined}
            {...reorder.row(i)}
          >
            <div className={styles.itemHead}>
              <button type="button" className={styles.grip} {...reorder.handle(i, what)}>
                <GripVertical aria-hidden />
              </button>
              {isGroup && !few ? (
                <button type="button" className={styles.fold} aria-expanded={open} onClick={() => fold(i)}>
                  {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
                  <span className={styles.summary}>{summaryOf(item, value) || what}</span>
                </button>
              ) : (
                <div className={styles.itemValue} data-param={paramNames(path)[0]}>
                  <Widget
                    id={`${props.id}-${i}`}
                    labelledBy={props.labelledBy}
                    describedBy=""
                    field={{ ...props.field, label: what, required: true, shape: item }}
                    path={path}
                    value={value}
                    wrong={form.problems(path).length > 0}
                  />
                </div>
              )}
              <span className={styles.actions}>
                <IconButton
                  label={`Duplicate ${what}`}
                  icon={<Copy />}
                  className={styles.small ?? ''}
                  onClick={() => set([...items.slice(0, i + 1), value, ...items.slice(i + 1)])}
                />
                <IconButton
                  label={`Remove ${what}`}
                  icon={<Trash2 />}
                  className={styles.small ?? ''}
                  onClick={() => set(items.filter((_, other) => other !== i))}
                />
              </span>
            </div>
            {form.problems(path).map(d => (
              <p key={d.message} className={styles.problem} data-severity={d.severity}>
                {d.message}
              </p>
            ))}
            {isGroup && open && !few ? (
              <div className={styles.itemBody} data-param={paramNames(path)[0]}>
                <Widget
                  id={`${props.id}-${i}`}
                  labelledBy={props.labelledBy}
                  describedBy=""
                  field={{ ...props.field, label: what, required: true, shape: item }}
                  path={path}
                  value={value}
                  wrong={false}
                />
              </div>
            ) : null}
          </div>
        );
      })}
      <Button
        look="quiet"
        className={styles.add ?? ''}
        icon={<Plus />}
        aria-label={`Add to ${props.field.label}`}
        onClick={() => {
          adding();
          set([...items, newItem(item)]);
        }}
      >
        Add
      </Button>
    </div>
  );
};
