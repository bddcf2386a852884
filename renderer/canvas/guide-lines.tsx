import { ViewportPortal } from '@xyflow/react';
import styles from './canvas.module.css';
import { useCanvas } from './canvas-store.ts';

/** Lines along which a dragged node stands with others. */
export const Guides = () => {
  const guides = useCanvas(state => state.guides);
  return (
    <ViewportPortal>
      {guides.map(({ way, at, from, to }) => (
        <div
          key={way}
          className={styles.guide}
          data-testid="guide"
          style={
            way === 'down'
              ? { transform: `translate(${at}px, ${from}px)`, width: 1, height: to - from }
              : { transform: `translate(${from}px, ${at}px)`, width: to - from, height: 1 }
          }
        />
      ))}
    </ViewportPortal>
  );
};
