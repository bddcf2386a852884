/** Arithmetic of sequences that the compiler does: how many steps lead from one date to another. */

export type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A date or timestamp without zone. `ms` counts milliseconds since 1970 as if it were UTC. */
export type Moment = { readonly text: string; readonly ms: number; readonly timed: boolean };

const shape = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/;

/** Reads `2024-01-31` or `2024-01-31 08:00:00`; undefined for anything else, also for 30 February. */
export const readMoment = (value: unknown): Moment | undefined => {
  const match = typeof value === 'string' ? shape.exec(value.trim()) : null;
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(part => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year ?? 0, (month ?? 1) - 1, day ?? 1);
  date.setUTCHours(hour ?? 0, minute ?? 0, second ?? 0);
  const sound =
    year !== 0 &&
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    (hour ?? 0) < 24 &&
    (minute ?? 0) < 60 &&
    (second ?? 0) < 60;
  if (!sound) return undefined;
  return { text: match[0].replace('T', ' '), ms: date.getTime(), timed: match[4] !== undefined };
};

const widths: Readonly<Partial<Record<Unit, number>>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

const months: Readonly<Partial<Record<Unit, number>>> = { month: 1, quarter: 3, year: 12 };

/** Milliseconds of the moment `steps` units later, days clamped to the end of the month; undefined past year 9999. */
export const moved = (from: Moment, unit: Unit, steps: number): number | undefined => {
  const width = widths[unit];
  const there =
    width === undefined ? monthsLater(from.ms, steps * (months[unit] ?? 1)) : from.ms + steps * width;
  const year = new Date(there).getUTCFullYear();
  return year >= 1 && year <= 9999 ? there : undefined;
};

const monthsLater = (ms: number, count: number): number => {
  const from = new Date(ms);
  const there = new Date(ms);
  there.setUTCDate(1);
  there.setUTCMonth(from.getUTCMonth() + count);
  const last = new Date(ms);
  last.setUTCFullYear(there.getUTCFullYear(), there.getUTCMonth() + 1, 0);
  there.setUTCDate(Math.min(from.getUTCDate(), last.getUTCDate()));
  return there.getTime();
};

/** How many steps fit from one moment up to (or, with a negative step, down to) another; negative when none does. */
export const stepsBetween = (from: Moment, to: Moment, unit: Unit, step: number): number => {
  const width = widths[unit];
  if (width !== undefined) return Math.floor((to.ms - from.ms) / (width * step));
  const [a, b] = [new Date(from.ms), new Date(to.ms)];
  const apart = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  let steps = Math.floor(apart / ((months[unit] ?? 1) * step));
  // The day of the month decides about the last step.
  const beyond = (n: number): boolean => {
    const there = moved(from, unit, n * step);
    return there === undefined || (step > 0 ? there > to.ms : there < to.ms);
  };
  while (steps >= 0 && beyond(steps)) steps--;
  while (!beyond(steps + 1)) steps++;
  return steps;
};

/** Digits after the point that a number is written with. */
export const decimalsOf = (value: number): number => {
  const [digits, exponent] = String(value).split('e');
  const after = digits?.split('.')[1]?.length ?? 0;
  return Math.max(0, after - Number(exponent ?? 0));
};
