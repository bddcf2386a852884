/** What was just added to a list takes the focus, so that it can be filled in at once. */
import { useEffect, useRef } from 'react';

const fields = 'input, textarea, select, [contenteditable=true]';

/** `place` is the list, whose rows carry `data-row`; `adding` is called when one is about to come. */
export const useFocusAdded = (count: number) => {
  const place = useRef<HTMLDivElement>(null);
  const wanted = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count is what it waits for
  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    const rows = place.current?.querySelectorAll<HTMLElement>(':scope > [data-row]') ?? [];
    rows[rows.length - 1]?.querySelector<HTMLElement>(fields)?.focus();
  }, [count]);
  return {
    place,
    adding: () => {
      wanted.current = true;
    },
  };
};
