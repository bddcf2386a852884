/** The whole pipeline in a corner, with the part that is seen; a click or a drag goes there. */
import { useReactFlow, useStore } from '@xyflow/react';
import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { boundsOf } from '../../engine/graph/arrange.ts';
import { useHost } from '../store/host.ts';
import { useShownTheme } from '../ui/theme.ts';
import styles from './canvas.module.css';
import { showsMinimap, useCanvas } from './canvas-store.ts';
import type { Drawing, FlowEdge } from './flow-types.ts';
import { paint } from './picture.ts';

const size = { width: 176, height: 108 };

type Props = { readonly drawing: Omit<Drawing, 'edges'>; readonly edges: readonly FlowEdge[] };

export const Minimap = ({ drawing, edges }: Props) => {
  const open = useCanvas(showsMinimap);
  const bounds = useMemo(() => boundsOf(drawing.boxes.values()), [drawing]);
  const seesAll = useStore(({ transform: [tx, ty, zoom], width, height }) => {
    if (bounds === undefined) return true;
    const [x, y] = [tx + bounds.x * zoom, ty + bounds.y * zoom];
    return x >= 0 && y >= 0 && x + bounds.width * zoom <= width && y + bounds.height * zoom <= height;
  });
  useEffect(() => useCanvas.setState({ seesAll }), [seesAll]);
  return open && drawing.nodes.length > 3 ? (
    <MapPicture drawing={drawing} edges={edges} bounds={bounds} />
  ) : null;
};

type Bounds = ReturnType<typeof boundsOf>;

const MapPicture = ({ drawing, edges, bounds }: Props & { readonly bounds: Bounds }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useShownTheme();
  const facts = useHost(state => state.facts);
  const flow = useReactFlow();
  const scale =
    bounds === undefined
      ? 1
      : Math.min((size.width - 12) / bounds.width, (size.height - 12) / bounds.height, 0.2);
  const area = {
    x: (bounds?.x ?? 0) + (bounds?.width ?? 0) / 2 - size.width / scale / 2,
    y: (bounds?.y ?? 0) + (bounds?.height ?? 0) / 2 - size.height / scale / 2,
    width: size.width / scale,
    height: size.height / scale,
  };
  const { x, y } = area;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other colours are another picture
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    // Not while the person waits: a drag draws many times, the picture once it is idle.
    const timer = setTimeout(() => {
      const dense = window.devicePixelRatio;
      element.width = size.width * dense;
      element.height = size.height * dense;
      paint(element, { ...drawing, edges }, { x, y, width: 0, height: 0 }, scale * dense);
    }, 60);
    return () => clearTimeout(timer);
  }, [drawing, edges, x, y, scale, theme, facts]);
  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    void flow.setCenter(x + (event.clientX - box.left) / scale, y + (event.clientY - box.top) / scale, {
      zoom: flow.getZoom(),
    });
  };
  return (
    <div className={styles.minimap} data-testid="minimap" aria-hidden onPointerDown={go} onPointerMove={go}>
      <canvas ref={canvas} />
      <Seen x={x} y={y} scale={scale} />
    </div>
  );
};

const Seen = ({ x, y, scale }: { readonly x: number; readonly y: number; readonly scale: number }) => {
  const [tx, ty, zoom] = useStore(state => state.transform);
  const width = useStore(state => state.width);
  const height = useStore(state => state.height);
  const left = (-tx / zoom - x) * scale;
  const top = (-ty / zoom - y) * scale;
  const right = left + (width / zoom) * scale;
  const bottom = top + (height / zoom) * scale;
  // Where everything is seen, a frame around everything says nothing.
  if (left < 8 && top < 8 && right > size.width - 8 && bottom > size.height - 8) return null;
  return (
    <div
      className={styles.seen}
      style={{
        transform: `translate(${left}px, ${top}px)`,
        width: right - left,
        height: bottom - top,
      }}
    />
  );
};
