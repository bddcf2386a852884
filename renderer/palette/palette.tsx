/** All kinds by category: searched, dragged onto the canvas, or added by Enter. */
import { ChevronDown, ChevronRight, Search } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { Category, NodeKind } from '../../engine/catalogue/node.ts';
import { addKind } from '../canvas/adding.ts';
import { carried, kindType } from '../canvas/dropping.ts';
import { allKinds, categories } from '../store/kinds.ts';
import { categoryColour, KindIcon } from '../ui/kind-icon.tsx';
import styles from './palette.module.css';
import { search } from './search.ts';

const entries = allKinds.map(kind => ({
  kind,
  title: kind.title,
  words: [kind.kind, ...(kind.keywords ?? [])],
  text: kind.summary,
}));

const Entry = ({ kind, active }: { readonly kind: NodeKind; readonly active: boolean }) => (
  <Tooltip.Root delayDuration={500}>
    <Tooltip.Trigger asChild>
      <button
        type="button"
        className={styles.kind}
        data-active={active}
        data-kind={kind.kind}
        draggable
        onDragStart={event => {
          event.dataTransfer.setData(kindType, kind.kind);
          event.dataTransfer.effectAllowed = 'copy';
          carried.kind = kind.kind;
        }}
        onDragEnd={() => {
          carried.kind = undefined;
        }}
        onClick={() => addKind(kind.kind)}
      >
        <span className={styles.icon} style={{ color: categoryColour(kind.category) }}>
          <KindIcon name={kind.icon} />
        </span>
        <span className={styles.name}>{kind.title}</span>
      </button>
    </Tooltip.Trigger>
    <Tooltip.Portal>
      <Tooltip.Content className={styles.tip ?? ''} side="right" sideOffset={8}>
        {kind.summary}
      </Tooltip.Content>
    </Tooltip.Portal>
  </Tooltip.Root>
);

export const Palette = () => {
  const nav = useRef<HTMLElement>(null);
  const [query, setQuery] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<Category>>(new Set());
  const found = useMemo(() => search(entries, query).map(entry => entry.kind), [query]);
  const searching = query.trim() !== '';
  const [first] = found;
  const toggle = (category: Category) => {
    const next = new Set(folded);
    if (!next.delete(category)) next.add(category);
    setFolded(next);
  };
  /** Up and down walk through the kinds. */
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [...(nav.current?.querySelectorAll<HTMLElement>('input, button') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    event.preventDefault();
  };
  return (
    <nav aria-label="Nodes" className={styles.palette} ref={nav} onKeyDown={onKeyDown}>
      <div className={styles.search}>
        <Search aria-hidden />
        <input
          type="search"
          value={query}
          placeholder="Search nodes"
          aria-label="Search nodes"
          spellCheck={false}
          onChange={event => setQuery(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && searching && first !== undefined) addKind(first.kind);
            if (event.key === 'Escape') setQuery('');
          }}
        />
      </div>
      <div className={styles.list}>
        {searching ? (
          <>
            {found.map((kind, i) => (
              <Entry key={kind.kind} kind={kind} active={i === 0} />
            ))}
            {found.length === 0 ? (
              <p className={styles.none}>
                Nothing matches “{query}”. Try the word for what it does, such as “group” or “dates”.
              </p>
            ) : null}
          </>
        ) : (
          categories.map(category => {
            const open = !folded.has(category);
            return (
              <section key={category} aria-label={category}>
                <h2>
                  <button
                    type="button"
                    className={styles.category}
                    aria-expanded={open}
                    onClick={() => toggle(category)}
                  >
                    {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
                    {category}
                  </button>
                </h2>
                {open
                  ? found
                      .filter(kind => kind.category === category)
                      .map(kind => <Entry key={kind.kind} kind={kind} active={false} />)
                  : null}
              </section>
            );
          })
        )}
      </div>
    </nav>
  );
};
