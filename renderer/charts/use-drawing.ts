/** A chart in a place of the page, drawn again when its size or the colours of the screen change. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ChartColours } from '../../engine/chart/spec.ts';
import { chartColours } from './colours.ts';
import { type Drawn, draw } from './draw.ts';

export type SpecOf = (
  colours: ChartColours,
  size: { readonly width: number; readonly height: number },
) => Record<string, unknown>;

type Drawing = {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly drawn: RefObject<Drawn | undefined>;
  readonly failed: string | undefined;
};

/** `specOf` is kept by the caller as long as it draws the same; undefined draws nothing yet. */
export const useDrawing = (specOf: SpecOf | undefined): Drawing => {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  const [failed, setFailed] = useState<string | undefined>();
  useEffect(() => {
    const element = place.current;
    if (element === null || specOf === undefined) return;
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      const size = { width: element.clientWidth, height: element.clientHeight };
      if (size.width < 40 || size.height < 40) return;
      try {
        const inner = document.createElement('div');
        const next = await draw(specOf(chartColours(), size), inner);
        if (ended) {
          next.end();
          return;
        }
        drawn.current?.end();
        drawn.current = next;
        element.replaceChildren(inner);
        setFailed(undefined);
      } catch (error) {
        if (!ended) setFailed(error instanceof Error ? error.message : String(error));
      }
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void again(), 60);
    };
    const sized = new ResizeObserver(soon);
    sized.observe(element);
    const themed = new MutationObserver(soon);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      ended = true;
      clearTimeout(timer);
      sized.disconnect();
      themed.disconnect();
      drawn.current?.end();
      drawn.current = undefined;
    };
  }, [specOf]);
  return { place, drawn, failed };
};
