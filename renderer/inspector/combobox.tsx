import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type InputHTMLAttributes, type KeyboardEvent, useId, useRef, useState } from 'react';
import styles from './form.module.css';

export type Option = { readonly value: string; readonly detail?: string; readonly dim?: boolean };

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onType: (text: string) => void;
  readonly onChoose: (value: string) => void;
  readonly empty: string;
};

const matching = (options: readonly Option[], text: string): readonly Option[] => {
  const wanted = text.toLowerCase();
  const starts = options.filter(o => o.value.toLowerCase().startsWith(wanted));
  return [...starts, ...options.filter(o => !starts.includes(o) && o.value.toLowerCase().includes(wanted))];
};

/** A text field with a list of what fits; any other text may be typed too. */
export const Combobox = ({ value, options, onType, onChoose, empty, ...input }: Props) => {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(false);
  const [at, setAt] = useState(0);
  const list = useId();
  const anchor = useRef<HTMLDivElement>(null);
  // Until something is typed all options show, however much of a name stands there already.
  const shown = (typed ? matching(options, value) : options).slice(0, 200);
  const show = () => {
    setTyped(false);
    setAt(
      Math.max(
        0,
        options.findIndex(o => o.value === value),
      ),
    );
    setOpen(true);
  };
  const choose = (option: Option | undefined) => {
    if (option !== undefined) onChoose(option.value);
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (open) setAt((at + step + shown.length) % Math.max(1, shown.length));
      else show();
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      choose(shown[at]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Anchor asChild>
        <div className={styles.combo} ref={anchor}>
          <input
            {...input}
            role="combobox"
            aria-expanded={open}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={open && shown[at] !== undefined ? `${list}-${at}` : undefined}
            className={styles.input}
            spellCheck={false}
            autoComplete="off"
            value={value}
            onChange={e => {
              onType(e.target.value);
              setTyped(true);
              setAt(0);
              setOpen(true);
            }}
            onClick={show}
            onBlur={() => setOpen(false)}
            onKeyDown={onKeyDown}
          />
          <ChevronDown aria-hidden className={styles.chevron} />
        </div>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          className={styles.popup ?? ''}
          align="start"
          sideOffset={3}
          onOpenAutoFocus={e => e.preventDefault()}
          onCloseAutoFocus={e => e.preventDefault()}
          onInteractOutside={e => anchor.current?.contains(e.target as Node) && e.preventDefault()}
          role="presentation"
        >
          <div role="listbox" id={list} aria-label="Suggestions">
            {shown.map((option, i) => (
              // biome-ignore lint/a11y/useFocusableInteractive: see the list
              // biome-ignore lint/a11y/useKeyWithClickEvents: the text field takes the keys
              <div
                key={option.value}
                id={`${list}-${i}`}
                role="option"
                aria-selected={i === at}
                className={styles.option}
                data-dim={option.dim || undefined}
                ref={element => (i === at ? element?.scrollIntoView({ block: 'nearest' }) : undefined)}
                onMouseDown={e => e.preventDefault()}
                onClick={() => choose(option)}
              >
                <span className={styles.optionName}>{option.value}</span>
                {option.detail === undefined ? null : <span className={styles.detail}>{option.detail}</span>}
              </div>
            ))}
          </div>
          {shown.length === 0 ? <p className={styles.quiet}>{empty}</p> : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};
