/**
 * @typedef {{ state: 'done', fit: number, score: number, quality: number, peakMb: number | null }} Done
 * @typedef {Done | { state: 'over', limit: number, peakMb: number | null } | { state: 'failed', why: string }} Outcome
 */

/** @param {string} text */
const lastLine = text => text.trim().split('\n').at(-1) ?? '';

/**
 * What the process of one model on one table told with its last line.
 * @param {Pick<import('../lib/measure.mjs').Measured, 'stdout' | 'stderr' | 'peakMb'>} measured
 * @returns {Outcome}
 */
export const outcomeOf = ({ stdout, stderr, peakMb }) => {
  try {
    const told = JSON.parse(lastLine(stdout));
    return 'over' in told
      ? { state: 'over', limit: told.over, peakMb }
      : { state: 'done', fit: told.fit, score: told.score, quality: told.quality, peakMb };
  } catch {
    return { state: 'failed', why: lastLine(stderr) };
  }
};

/** @param {string[]} cells */
const row = cells => cells.map((cell, i) => cell.padEnd([12, 12, 13, 9, 9, 9, 9, 9][i] ?? 0)).join(' ');

export const header = row([
  'model',
  'size',
  'system',
  'fit s',
  'ratio',
  'score s',
  'ratio',
  'peak MB',
  'quality',
]);

/**
 * How long Millrace takes for each second of this system; an upper bound where it was ended.
 * @param {number} own
 * @param {number} other
 */
const ratio = (own, other) => `${(own / other).toFixed(2)}x`;

/**
 * @param {{ model: string, size: string, label: string }} what
 * @param {Outcome} outcome
 * @param {Outcome | undefined} own what Millrace did
 */
export const lineOf = ({ model, size, label }, outcome, own) => {
  const mine = own?.state === 'done' && own !== outcome ? own : undefined;
  const cells = () => {
    switch (outcome.state) {
      case 'failed':
        return [`failed: ${outcome.why}`];
      case 'over':
        return [
          `> ${outcome.limit}`,
          mine === undefined ? '' : `< ${ratio(mine.fit, outcome.limit)}`,
          '',
          '',
          String(Math.round(outcome.peakMb ?? 0)),
        ];
      case 'done':
        return [
          outcome.fit.toFixed(2),
          mine === undefined ? '' : ratio(mine.fit, outcome.fit),
          outcome.score.toFixed(2),
          mine === undefined ? '' : ratio(mine.score, outcome.score),
          String(Math.round(outcome.peakMb ?? 0)),
          String(outcome.quality),
        ];
    }
  };
  return row([model, size, label, ...cells()]).trimEnd();
};

/**
 * The same for programs: a system that failed has nothing.
 * @param {Record<string, Outcome>} outcomes
 */
export const jsonOf = outcomes =>
  Object.fromEntries(
    Object.entries(outcomes).flatMap(([name, outcome]) => {
      if (outcome.state === 'failed') return [];
      const { state, ...told } = outcome;
      return [[name, state === 'over' ? { over: outcome.limit, peakMb: outcome.peakMb } : told]];
    }),
  );
