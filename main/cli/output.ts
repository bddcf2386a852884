/** What the program says: people's messages on stderr, one JSON object a line on stdout. */

import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import { EngineError } from '../../engine/diagnostics/errors.ts';
import { visible } from '../../engine/diagnostics/words.ts';

const closed = new Set<NodeJS.WriteStream>();
let lost = false;

/** Whether some of what was asked for could not be written, such as to a full disk. */
export const outputWasLost = (): boolean => lost;

/**
 * The reader of our output may leave early: the rest is not printed, and the work goes on to its own end. A full disk
 * is another matter; that is said, and `outputWasLost` is true from then on.
 */
export const quietOnClosedPipe = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', error => {
      const { code = '' } = error as NodeJS.ErrnoException;
      closed.add(stream);
      if (stream === process.stderr || ['EPIPE', 'ERR_STREAM_DESTROYED', 'EIO', 'EBADF'].includes(code))
        return;
      lost = true;
      say(`error: What was asked for cannot be written: ${code === 'ENOSPC' ? 'the disk is full' : code}.`);
    });
};

const write = (stream: NodeJS.WriteStream, text: string): void => {
  if (!closed.has(stream) && !stream.destroyed) stream.write(text);
};

/** A line for people, on stderr. */
export const say = (line = ''): void => write(process.stderr, `${line}\n`);

/** Moves the cursor and clears, on a terminal only. */
export const draw = (text: string): void => write(process.stderr, text);

/** A line of what was asked for, on stdout. */
export const printLine = (line: string): void => write(process.stdout, `${line}\n`);

/** Text of what was asked for, on stdout; nothing where there is none. */
export const print = (text: string): void => {
  if (text !== '') printLine(text);
};

export const json = (value: unknown): void => printLine(JSON.stringify(value));

/** An error of the world in words; our own bugs are thrown on. Gives the exit code of a failed run. */
export const sayFault = (error: unknown, asJson: boolean): number => {
  if (!(error instanceof EngineError)) throw error;
  const { code, message, node, param } = error;
  if (asJson) json({ error: { ...(node && { node }), ...(param && { param }), code, message } });
  const place = [node, param].filter(part => part !== undefined).join('.');
  say(`error${place === '' ? '' : ` ${place}`}: ${message}`);
  return code === 'cancelled' ? 130 : 1;
};

/** `error clean.columns[1]: Column “amout” is not in orders. …` */
const diagnosticLine = (d: Diagnostic, file: string): string => {
  const place = [d.node, d.param].filter(part => part !== undefined).join('.');
  const at = d.line === undefined ? '' : `:${d.line}${d.column === undefined ? '' : `:${d.column}`}`;
  return `${d.severity} ${place === '' ? `${visible(file)}${at}` : place}: ${d.message}`;
};

export const sayDiagnostics = (diagnostics: readonly Diagnostic[], file: string): void => {
  const order = { error: 0, warning: 1, info: 2 } as const;
  for (const d of [...diagnostics].sort((a, b) => order[a.severity] - order[b.severity]))
    say(diagnosticLine(d, file));
};

/** `1,234,567` */
export const grouped = (n: number): string => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');

/** `12 ms`, `3.4 s`, `2 min 5 s` */
export const duration = (ms: number): string =>
  ms < 1000
    ? `${Math.round(ms)} ms`
    : ms < 120_000
      ? `${(ms / 1000).toFixed(1)} s`
      : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;

export const size = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
};

/** Rows as an aligned table; numbers to the right, nulls visible, long cells cut. */
export const tableText = (
  columns: readonly { readonly name: string; readonly type: string }[],
  rows: readonly (readonly (string | null)[])[],
  width = process.stderr.columns ?? 100,
): string => {
  const cell = (v: string | null): string => (v === null ? '∅' : visible(v, 40));
  const right = columns.map(c => /INT|DOUBLE|FLOAT|DECIMAL/.test(c.type) && !c.type.endsWith(']'));
  const text = rows.map(row => row.map(cell));
  const widths = columns.map((c, i) =>
    Math.min(42, Math.max(visible(c.name, 40).length, ...text.map(r => r[i]?.length ?? 0), 1)),
  );
  let used = 0;
  const shown = widths.findIndex(w => {
    used += w + 2;
    return used > Math.max(40, width);
  });
  const count = shown < 1 ? columns.length : shown;
  const line = (cells: readonly string[]): string =>
    cells
      .slice(0, count)
      .map((c, i) => (right[i] ? c.padStart(widths[i] ?? 0) : c.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const more = count < columns.length ? `\n(and ${columns.length - count} more columns)` : '';
  return (
    [
      line(columns.map(c => visible(c.name, 40))),
      line(widths.map(w => '─'.repeat(w))),
      ...text.map(line),
    ].join('\n') + more
  );
};
