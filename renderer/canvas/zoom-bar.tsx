/** Zoom and the most needed of the view, in a corner of the canvas. */
import { useStore } from '@xyflow/react';
import { Map as MapIcon, Maximize, Minus, Network, Plus } from 'lucide-react';
import { titleOf } from '../commands/command.ts';
import { commandOf, keysFor, runCommand } from '../commands/list.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './canvas.module.css';
import { showsMinimap, useCanvas } from './canvas-store.ts';

const Tool = ({
  id,
  icon,
  pressed,
}: {
  readonly id: string;
  readonly icon: React.ReactNode;
  readonly pressed?: boolean;
}) => {
  const command = commandOf(id);
  const keys = keysFor(id);
  return (
    <IconButton
      label={command === undefined ? id : titleOf(command)}
      icon={icon}
      {...(keys !== undefined && { shortcut: keys })}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
      onClick={() => runCommand(id)}
    />
  );
};

export const ZoomBar = () => {
  const percent = useStore(state => Math.round(state.transform[2] * 100));
  const minimap = useCanvas(showsMinimap);
  return (
    <div className={styles.zoom} role="toolbar" aria-label="View">
      <Tool id="zoom-out" icon={<Minus />} />
      <button
        type="button"
        className={styles.percent}
        title="Actual size"
        onClick={() => runCommand('zoom-100')}
      >
        {percent} %
      </button>
      <Tool id="zoom-in" icon={<Plus />} />
      <Tool id="zoom-fit" icon={<Maximize />} />
      <Tool id="arrange-all" icon={<Network />} />
      <Tool id="toggle-minimap" icon={<MapIcon />} pressed={minimap} />
    </div>
  );
};
