/**
 * @typedef {{ system: string, seconds: number, peakMb: number | null } | { system: string, note: string }} Line
 */

/** @param {number} value */
const grouped = value => Math.round(value).toLocaleString('en-US');

/** @param {number} seconds */
const shortTime = seconds => (seconds < 10 ? seconds.toFixed(3) : seconds.toFixed(2));

/**
 * A case's results as text for people: seconds, peak memory and the ratio of seconds to the baseline system.
 * @param {string} title
 * @param {readonly Line[]} lines
 * @param {string} baseline system that the ratio is taken against
 * @returns {string}
 */
export const resultTable = (title, lines, baseline) => {
  const base = lines.find(line => line.system === baseline);
  const baseSeconds = base !== undefined && 'seconds' in base ? base.seconds : undefined;
  const cells = lines.map(line =>
    'note' in line
      ? [line.system, line.note]
      : [
          line.system,
          shortTime(line.seconds),
          line.peakMb === null ? '-' : grouped(line.peakMb),
          baseSeconds === undefined ? '-' : `${(line.seconds / baseSeconds).toFixed(2)}x`,
        ],
  );
  const head = ['system', 'seconds', 'peak MB', `to ${baseline}`];
  const widths = head.map((word, column) =>
    Math.max(word.length, ...cells.filter(row => row.length > 2).map(row => row[column]?.length ?? 0)),
  );
  const first = Math.max(widths[0] ?? 0, ...cells.map(row => row[0]?.length ?? 0));
  const print = (/** @type {string[]} */ row) =>
    row.length === 2
      ? `  ${row[0]?.padEnd(first)}  ${row[1]}`
      : `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(first) : cell.padStart(widths[column] ?? 0))).join('  ')}`;
  return [title, print(head), ...cells.map(print)].join('\n');
};
