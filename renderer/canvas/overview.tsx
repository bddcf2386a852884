/** A very large pipeline seen from far: one picture instead of thousands of nodes, so that panning stays smooth. */
import { ViewportPortal } from '@xyflow/react';
import { useEffect, useMemo, useRef } from 'react';
import { boundsOf } from '../../engine/graph/arrange.ts';
import styles from './canvas.module.css';
import type { Drawing, FlowEdge } from './flow-types.ts';
import { type Pictured, paint } from './picture.ts';

const mostPixels = 4096;

type Props = { readonly drawing: Omit<Drawing, 'edges'>; readonly edges: readonly FlowEdge[] };

export const Overview = ({ drawing, edges }: Props) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const area = useMemo(() => boundsOf(drawing.boxes.values()), [drawing]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || area === undefined) return;
    const scale = Math.min(0.4, mostPixels / Math.max(area.width, area.height, 1));
    element.width = Math.ceil(area.width * scale);
    element.height = Math.ceil(area.height * scale);
    const pictured: Pictured = { ...drawing, edges };
    paint(element, pictured, area, scale);
  }, [drawing, edges, area]);
  if (area === undefined) return null;
  const { x, y, width, height } = area;
  return (
    <ViewportPortal>
      <canvas
        ref={canvas}
        className={styles.picture}
        style={{ width, height, transform: `translate(${x}px, ${y}px)` }}
        aria-hidden
      />
    </ViewportPortal>
  );
};
