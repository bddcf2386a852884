/** Scrolling of a grid: the place in the table for the place of the scroll bar, in step with the screen. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { moved, scrollMap } from './scroll-map.ts';

export type Place = {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
};

/** Quiet time after which the bar is put where the table is. */
const settleMs = 160;

export const useScroll = (
  scroller: RefObject<HTMLDivElement | null>,
  tableHeight: number,
  headerHeight: number,
) => {
  const [place, setPlace] = useState<Place>({ top: 0, left: 0, width: 0, height: 0 });
  const at = useRef({ bar: 0, table: 0 });
  const frame = useRef(0);
  const settle = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const body = Math.max(0, place.height - headerHeight);
  const map = useMemo(() => scrollMap(tableHeight, body), [tableHeight, body]);

  const show = useCallback(() => {
    frame.current = 0;
    const element = scroller.current;
    if (element === null) return;
    const next = {
      top: at.current.table,
      left: element.scrollLeft,
      width: element.clientWidth,
      height: element.clientHeight,
    };
    setPlace(old =>
      old.top === next.top && old.left === next.left && old.width === next.width && old.height === next.height
        ? old
        : next,
    );
  }, [scroller]);

  const soon = useCallback(() => {
    if (frame.current === 0) frame.current = requestAnimationFrame(show);
  }, [show]);

  /** Goes to a place in the table, and takes the bar along. */
  const goTo = useCallback(
    (table: number) => {
      const element = scroller.current;
      if (element === null) return;
      const next = Math.max(0, Math.min(map.most, table));
      element.scrollTop = map.toBar(next);
      at.current = { bar: element.scrollTop, table: next };
      soon();
    },
    [map, scroller, soon],
  );

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const bar = element.scrollTop;
    if (bar !== at.current.bar) at.current = { bar, table: moved(map, at.current, bar, body) };
    clearTimeout(settle.current);
    settle.current = setTimeout(() => {
      const wanted = Math.round(map.toBar(at.current.table));
      if (Math.abs(wanted - element.scrollTop) <= 1) return;
      element.scrollTop = wanted;
      at.current = { ...at.current, bar: element.scrollTop };
    }, settleMs);
    soon();
  }, [body, map, scroller, soon]);

  // A table that became shorter must not be looked at beyond its end.
  useLayoutEffect(() => {
    if (at.current.table > map.most) goTo(map.most);
  }, [goTo, map]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(show);
    observer.observe(element);
    show();
    return () => {
      observer.disconnect();
      clearTimeout(settle.current);
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [scroller, show]);

  return { place, body, map, goTo, onScroll };
};
