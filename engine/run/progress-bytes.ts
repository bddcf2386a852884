/** How many bytes a run has read and written so far, as far as it is known without asking twice. */
import { stat } from 'node:fs/promises';
import type { ExecuteOptions } from './execute.ts';
import type { Progress } from './progress.ts';

/** The size of what a source reads, where all of its files tell theirs. */
const sizeOf = (node: string, o: ExecuteOptions): number | undefined => {
  const inputs = o.sources.filter(s => s.node === node).flatMap(s => s.inputs ?? []);
  const sizes = inputs.flatMap(input => input.bytes ?? []);
  return sizes.length === 0 || sizes.length < inputs.length ? undefined : sizes.reduce((a, b) => a + b);
};

/** Bytes of a node that is complete: all that a source read, all that a sink wrote. */
export const finalBytes = (node: string, o: ExecuteOptions, p: Progress): number | undefined => {
  const written = p.outputs.flatMap(out => (out.node === node ? (out.bytes ?? []) : []));
  return written.length > 0 ? written.reduce((a, b) => a + b) : sizeOf(node, o);
};

/**
 * Says the bytes of the running query. The engine tells one share for the whole query, so bytes are told only where one
 * file source is read; they never go back, and the whole is told by the node's end alone.
 */
export const sayBytes = (o: ExecuteOptions, p: Progress, percent: number): void => {
  const reading = o.nodes.filter(id => p.started.has(id) && !p.ended.has(id) && sizeOf(id, o) !== undefined);
  const [node] = reading;
  if (node !== undefined && reading.length === 1 && percent > 0)
    say(node, Math.floor(((sizeOf(node, o) ?? 0) * Math.min(percent, 100)) / 100), o, p);
  const { writing } = p;
  if (writing === undefined) return;
  stat(writing.temp).then(
    info => {
      if (p.writing === writing && info.isFile()) say(writing.node, info.size, o, p);
    },
    () => {},
  );
};

const say = (node: string, bytes: number, o: ExecuteOptions, p: Progress): void => {
  if (bytes <= (p.bytes.get(node) ?? 0)) return;
  p.bytes.set(node, bytes);
  o.emit({ event: 'progress', node, bytes });
};
