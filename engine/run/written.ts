/** What a run that did not succeed has left in databases, which nobody can take back, is part of its last words. */
import { messageText } from '../diagnostics/messages.ts';
import type { RunError } from './events.ts';
import type { Progress } from './progress.ts';

export const withWritten = (
  error: RunError,
  { tablesWritten, committing }: Pick<Progress, 'tablesWritten' | 'committing'>,
): RunError => {
  const words = [
    ...(committing === undefined ? [] : [messageText('commit-open', { table: committing })]),
    ...(tablesWritten.length === 0 ? [] : [messageText('written-already', { tables: tablesWritten })]),
  ];
  if (words.length === 0) return error;
  const first = error.code === 'cancelled' ? messageText('cancelled-late', {}) : error.message;
  return { ...error, message: [first, ...words].join(' ') };
};
