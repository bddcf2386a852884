import { GripVertical, Search, X } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { familyOf, fieldNamed, type Schema } from '../../../engine/schema/types.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { moved, useReorder } from '../reorder.ts';
import { suits } from './column.tsx';
import type { WidgetOf } from './props.ts';

const typeWords: Readonly<Record<string, string>> = {
  integer: 'Numbers',
  decimal: 'Numbers',
  float: 'Numbers',
  text: 'Texts',
  boolean: 'True/false',
  date: 'Dates',
  timestamp: 'Dates',
};
const groupOf = (type: string): string => typeWords[familyOf(type)] ?? 'Others';

/** Several columns in an order of the person's own. */
export const ColumnsWidget: WidgetOf<'columns'> = props => {
  const form = useForm();
  const { port, types } = props.shape;
  const columns = form.columns(port);
  const chosen = (Array.isArray(props.value) ? props.value : []).filter(c => typeof c === 'string');
  const set = (names: readonly string[]) =>
    form.set(props.path, names.length === 0 && !props.field.required ? undefined : names);
  const reorder = useReorder(chosen.length, (from, to) => set(moved(chosen, from, to)));
  const offered = (columns ?? []).filter(f => suits(f.type, types));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be named by a label elsewhere
    <div className={styles.list} data-list role="group" aria-labelledby={props.labelledBy}>
      {chosen.map((name, i) => {
        const field = columns && fieldNamed(columns, name);
        const missing = columns !== undefined && field === undefined;
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a name may stand twice while it is being mended
            key={`${name} ${i}`}
            className={styles.chip}
            data-missing={missing || undefined}
            {...reorder.row(i)}
          >
            <button type="button" className={styles.grip} {...reorder.handle(i, name)}>
              <GripVertical aria-hidden />
            </button>
            <span className={styles.optionName} title={missing ? `${name} is not among the columns` : name}>
              {name}
            </span>
            <span className={styles.detail}>{missing ? 'not there' : field?.type}</span>
            <IconButton
              label={`Remove ${name}`}
              icon={<X />}
              className={styles.small ?? ''}
              onClick={() => set(chosen.filter((_, other) => other !== i))}
            />
          </div>
        );
      })}
      <ColumnsPicker
        label={props.field.label}
        offered={offered}
        chosen={chosen}
        set={set}
        known={columns !== undefined}
      />
    </div>
  );
};

/** The column that a text means, of those that hold it: its whole name before the start of one. */
const bestOf = (found: Schema, text: string) => {
  const wanted = text.toLowerCase();
  const names = (test: (name: string) => boolean) => found.find(f => test(f.name.toLowerCase()));
  return names(name => name === wanted) ?? names(name => name.startsWith(wanted)) ?? found[0];
};

type PickerProps = {
  readonly label: string;
  readonly offered: Schema;
  readonly chosen: readonly string[];
  readonly set: (names: readonly string[]) => void;
  readonly known: boolean;
};

const ColumnsPicker = ({ label, offered, chosen, set, known }: PickerProps) => {
  const [search, setSearch] = useState('');
  const words = chosen.length === 0 ? 'Choose columns' : 'Change columns';
  const has = new Set(chosen);
  const found = offered.filter(f => f.name.toLowerCase().includes(search.toLowerCase()));
  const groups = [...new Set(offered.map(f => groupOf(f.type)))];
  const add = (names: readonly string[]) => set([...chosen, ...names.filter(name => !has.has(name))]);
  return (
    <Popover.Root onOpenChange={() => setSearch('')}>
      <Popover.Trigger className={styles.add} aria-label={`${words}: ${label}`}>
        {words}…
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.popup ?? ''} align="start" sideOffset={3} aria-label="Columns">
          <div className={styles.searchRow}>
            <Search aria-hidden />
            <input
              aria-label="Search columns"
              placeholder={known ? 'Search, or type a name' : 'Type a name'}
              className={styles.bare}
              value={search}
              onChange={e => setSearch(e.target.value)}
              onKeyDown={e => {
                if (e.key !== 'Enter' || search === '') return;
                add([bestOf(found, search)?.name ?? search]);
                setSearch('');
              }}
            />
          </div>
          <div className={styles.bulk}>
            <Button look="quiet" onClick={() => add(offered.map(f => f.name))}>
              All
            </Button>
            <Button look="quiet" onClick={() => set([])}>
              None
            </Button>
            {groups.length < 2
              ? null
              : groups.map(group => (
                  <Button
                    key={group}
                    look="quiet"
                    onClick={() => add(offered.filter(f => groupOf(f.type) === group).map(f => f.name))}
                  >
                    {group}
                  </Button>
                ))}
          </div>
          {found.map(field => (
            <label key={field.name} className={styles.option}>
              <input
                type="checkbox"
                className={styles.check}
                checked={has.has(field.name)}
                onChange={e =>
                  e.target.checked ? add([field.name]) : set(chosen.filter(c => c !== field.name))
                }
              />
              <span className={styles.optionName}>{field.name}</span>
              <span className={styles.detail}>{field.type}</span>
            </label>
          ))}
          {found.length > 0 ? null : (
            <p className={styles.quiet}>
              {known
                ? 'No column of that name. Enter adds it all the same.'
                : 'The columns are not known yet. Type a name and press Enter.'}
            </p>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};
