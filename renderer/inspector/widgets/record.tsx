import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { isMembers } from '../../../engine/catalogue/form-values.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useFocusAdded } from '../focus-added.ts';
import styles from '../form.module.css';
import { paramNames, useForm } from '../form-context.ts';
import { newItem } from '../new-item.ts';
import { Widget } from '../widget.tsx';
import type { WidgetOf } from './props.ts';

/** Names with values, a row each. */
export const RecordWidget: WidgetOf<'record'> = props => {
  const form = useForm();
  const [fresh, setFresh] = useState('');
  const entries = Object.entries(isMembers(props.value) ? props.value : {});
  const { place, adding } = useFocusAdded(entries.length);
  const set = (next: typeof entries) =>
    form.set(props.path, next.length === 0 ? undefined : Object.fromEntries(next));
  const add = () => {
    if (fresh === '' || entries.some(([name]) => name === fresh)) return;
    adding();
    set([...entries, [fresh, newItem(props.shape.value)]]);
    setFresh('');
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be named by a label elsewhere
    <div ref={place} className={styles.list} role="group" aria-labelledby={props.labelledBy}>
      {entries.map(([name, value]) => (
        <div key={name} className={styles.pair} data-row data-param={paramNames([...props.path, name])[0]}>
          <span className={styles.optionName} title={name}>
            {name}
          </span>
          <div className={styles.list}>
            <Widget
              id={`${props.id}-${name}`}
              labelledBy={props.labelledBy}
              describedBy=""
              field={{ ...props.field, label: name, required: true, shape: props.shape.value }}
              path={[...props.path, name]}
              value={value}
              wrong={form.problems([...props.path, name]).length > 0}
            />
            {form.problems([...props.path, name]).map(d => (
              <p key={d.message} className={styles.problem} data-severity={d.severity}>
                {d.message}
              </p>
            ))}
          </div>
          <IconButton
            label={`Remove ${name}`}
            icon={<X />}
            className={styles.small ?? ''}
            onClick={() => set(entries.filter(([other]) => other !== name))}
          />
        </div>
      ))}
      <div className={styles.row}>
        <input
          id={props.id}
          className={styles.input}
          aria-label={`New name in ${props.field.label}`}
          placeholder="Name"
          spellCheck={false}
          value={fresh}
          onChange={e => setFresh(e.target.value)}
          onKeyDown={e => e.key === 'Enter' && add()}
        />
        <Button look="plain" icon={<Plus />} disabled={fresh === ''} onClick={add}>
          Add
        </Button>
      </div>
    </div>
  );
};
