/** Fits the view again when the canvas gets another size, as long as nobody has moved it since. */
import { type RefObject, useEffect } from 'react';
import { keepFit } from './view.ts';

export const useKeptFit = (element: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    let frame = 0;
    const sized = new ResizeObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(keepFit);
    });
    sized.observe(current);
    return () => {
      cancelAnimationFrame(frame);
      sized.disconnect();
    };
  }, [element]);
};
