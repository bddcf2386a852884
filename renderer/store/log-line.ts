/** What the log says of a run event; progress is too much for a log. */
import type { NodeResult, RunEvent } from '../../engine/run/events.ts';
import { candidateText } from '../../engine/run/events.ts';
import { count, duration } from '../ui/amounts.ts';

const result = ({ rows, ms, reason }: NodeResult): string =>
  [rows === undefined ? undefined : `${count(rows)} ${rows === 1 ? 'row' : 'rows'}`, duration(ms), reason]
    .filter(part => part !== undefined)
    .join(', ');

export const logLine = (
  event: RunEvent,
): { readonly text: string; readonly tone: 'info' | 'error' } | undefined => {
  switch (event.event) {
    case 'started':
      return {
        text: `Run of “${event.pipeline}”: ${event.nodes.length} ${event.nodes.length === 1 ? 'node' : 'nodes'}.`,
        tone: 'info',
      };
    case 'node-started':
      return { text: `${event.node}: started`, tone: 'info' };
    case 'node-finished':
      return { text: `${event.node}: ${result(event)}`, tone: 'info' };
    case 'candidate':
      return { text: candidateText(event), tone: 'info' };
    case 'warning':
      return { text: `${event.node}: ${event.message}`, tone: 'error' };
    case 'diagnostic': {
      const { severity, node, message } = event.diagnostic;
      return {
        text: node === undefined ? message : `${node}: ${message}`,
        tone: severity === 'error' ? 'error' : 'info',
      };
    }
    case 'progress':
      return undefined;
    case 'finished':
      return event.error === undefined
        ? { text: `Run ${event.status}.`, tone: 'info' }
        : { text: event.error.message, tone: event.status === 'cancelled' ? 'info' : 'error' };
  }
};
