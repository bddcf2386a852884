/** A short list to pick from by typing: commands, nodes to add, ports, places to go. */
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Point } from '../../engine/graph/document.ts';
import { type Searchable, search } from '../palette/search.ts';
import styles from './picker.module.css';

export type Option = Searchable & {
  readonly id: string;
  readonly icon?: ReactNode;
  readonly hint?: string;
  readonly keys?: string;
  readonly group?: string;
};

type Props = {
  readonly label: string;
  readonly placeholder: string;
  readonly options: readonly Option[];
  readonly empty: string;
  /** Where on the screen it opens; near the top in the middle, where absent. */
  readonly at?: Point | undefined;
  readonly onPick: (id: string) => void;
  readonly onClose: () => void;
};

const most = 60;
const size = { width: 340, height: 380 };

export const Picker = ({ label, placeholder, options, empty, at, onPick, onClose }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const picked = useRef(false);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const own = useId();
  const found = useMemo(() => search(options, query).slice(0, most), [options, query]);
  useEffect(() => {
    const element = dialog.current;
    if (element?.open === false) element.showModal();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another active option may be out of view
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);
  const pick = (option: Option | undefined) => {
    if (option === undefined) return;
    // Closed by itself first, the dialog gives the focus back to where it was; what is picked goes on from there.
    picked.current = true;
    dialog.current?.close();
    onClose();
    onPick(option.id);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = found.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(last, active + 8),
      PageUp: Math.max(0, active - 8),
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (event.key === 'Enter') pick(found[active]);
    else if (next !== undefined && !(query !== '' && (event.key === 'Home' || event.key === 'End')))
      setActive(Math.max(0, next));
    else return;
    event.preventDefault();
  };
  const place =
    at === undefined
      ? undefined
      : {
          left: Math.max(8, Math.min(at[0], window.innerWidth - size.width - 8)),
          top: Math.max(8, Math.min(at[1], window.innerHeight - size.height - 8)),
        };
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      data-placed={place !== undefined}
      {...(place !== undefined && { style: place })}
      aria-label={label}
      onClose={() => picked.current || onClose()}
      onKeyDown={onKeyDown}
      onPointerDown={event => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <input
        className={styles.input}
        value={query}
        placeholder={placeholder}
        aria-label={placeholder}
        role="combobox"
        aria-expanded
        aria-controls={`${own}-list`}
        aria-activedescendant={found.length === 0 ? undefined : `${own}-${active}`}
        spellCheck={false}
        onChange={event => {
          setQuery(event.target.value);
          setActive(0);
        }}
      />
      <div className={styles.list} role="listbox" id={`${own}-list`} aria-label={label} ref={list}>
        {found.map((option, i) => (
          <div key={option.id} role="presentation">
            {query === '' && option.group !== undefined && option.group !== found[i - 1]?.group ? (
              <div className={styles.group} role="presentation">
                {option.group}
              </div>
            ) : null}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above hears the keys */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the field names the active option */}
            <div
              id={`${own}-${i}`}
              role="option"
              aria-selected={i === active}
              className={styles.option}
              title={option.text}
              onPointerMove={() => setActive(i)}
              onClick={() => pick(option)}
            >
              {option.icon === undefined ? null : <span className={styles.icon}>{option.icon}</span>}
              <span className={styles.title}>{option.title}</span>
              {option.hint === undefined ? null : <span className={styles.hint}>{option.hint}</span>}
              {option.keys === undefined ? null : <kbd className={styles.keys}>{option.keys}</kbd>}
            </div>
          </div>
        ))}
        {found.length === 0 ? (
          <p className={styles.empty}>{options.length === 0 ? empty : `Nothing matches “${query}”.`}</p>
        ) : null}
      </div>
    </dialog>
  );
};
