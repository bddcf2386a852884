import { useId } from 'react';
import { boxHeight, boxWidth, type Drawing, wirePath } from './drawing.ts';
import styles from './graph-picture.module.css';

export type Mark = 'added' | 'removed' | 'changed';

type Props = {
  readonly drawing: Drawing;
  /** What it is called by people who cannot see it; without, it is decoration. */
  readonly label?: string;
  readonly markOf?: (id: string) => Mark | undefined;
  /** The colour of a node, where it has one of its own. */
  readonly colourOf?: (id: string) => string;
  readonly wireMark?: (from: string, to: string) => Mark | undefined;
};

/** A pipeline drawn small, nodes coloured by what happened to them. */
export const GraphPicture = ({ drawing, label, markOf, colourOf, wireMark }: Props) => {
  const id = useId();
  const { boxes, wires, frame } = drawing;
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: it has one where it is more than decoration
    <svg
      className={styles.picture}
      viewBox={frame.join(' ')}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-labelledby': id })}
    >
      {label === undefined ? null : <title id={id}>{label}</title>}
      {wires.map(({ from, to }) => {
        const [a, b] = [boxes[from], boxes[to]];
        return a === undefined || b === undefined ? null : (
          <path
            key={`${a.id} ${b.id} ${from} ${to}`}
            d={wirePath(a, b)}
            className={styles.wire}
            data-mark={wireMark?.(a.id, b.id)}
          />
        );
      })}
      {boxes.map(box => (
        <g key={box.id} className={styles.node} data-mark={markOf?.(box.id)}>
          <rect
            style={colourOf === undefined ? undefined : { fill: colourOf(box.id), stroke: 'none' }}
            x={box.x}
            y={box.y}
            width={boxWidth}
            height={boxHeight}
            rx={10}
          />
          <text x={box.x + 14} y={box.y + 29}>
            {box.title.length > 22 ? `${box.title.slice(0, 21)}…` : box.title}
          </text>
        </g>
      ))}
    </svg>
  );
};
