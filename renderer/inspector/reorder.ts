/** Moving the items of a list, by dragging a handle or with the arrow keys on it. */
import { type DragEvent, type KeyboardEvent, useState } from 'react';

/** The items with one of them at another place. */
export const moved = <T>(items: readonly T[], from: number, to: number): readonly T[] => {
  const item = items[from];
  if (item === undefined || from === to || to < 0 || to >= items.length) return items;
  const rest = items.filter((_, i) => i !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
};

export const useReorder = (count: number, move: (from: number, to: number) => void) => {
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const done = () => {
    setDragged(undefined);
    setOver(undefined);
  };
  return {
    over,
    /** For the handle of item `i`. */
    handle: (i: number, what: string) => ({
      draggable: true,
      'aria-label': `Move ${what}: arrow up or down`,
      onDragStart: (e: DragEvent) => {
        e.dataTransfer.effectAllowed = 'move';
        e.dataTransfer.setData('text/plain', what);
        setDragged(i);
      },
      onDragEnd: done,
      onKeyDown: (e: KeyboardEvent<HTMLElement>) => {
        const step = e.key === 'ArrowUp' ? -1 : e.key === 'ArrowDown' ? 1 : 0;
        if (step === 0 || i + step < 0 || i + step >= count) return;
        e.preventDefault();
        move(i, i + step);
        // The focus goes along with what is moved.
        const handles = e.currentTarget
          .closest('[data-list]')
          ?.querySelectorAll<HTMLElement>('[data-handle]');
        const mine = [...(handles ?? [])].filter(
          h => h.closest('[data-list]') === e.currentTarget.closest('[data-list]'),
        );
        mine[i + step]?.focus();
      },
      'data-handle': true,
    }),
    /** For the row of item `i`. */
    row: (i: number) => ({
      'data-over': over === i && dragged !== i ? true : undefined,
      onDragOver: (e: DragEvent) => {
        if (dragged === undefined) return;
        e.preventDefault();
        setOver(i);
      },
      onDrop: (e: DragEvent) => {
        if (dragged === undefined) return;
        e.preventDefault();
        move(dragged, i);
        done();
      },
    }),
  };
};
