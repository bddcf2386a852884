const dayMs = 86_400_000;
/** Days between 1904-01-01, where the other date system starts, and Excel's usual day zero. */
const days1904 = 1462;
/** 1899-12-30, so that serial numbers from 61 on count real days. */
const dayZero = Date.UTC(1899, 11, 30);
/** 9999-12-31, the last day that Excel knows. */
const lastSerial = 2_958_465;

/** What a number means under a date format: a calendar day, a moment, or a time of day. */
export type Moment = { readonly kind: 'date' | 'timestamp' | 'time'; readonly text: string };

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`);

const timeText = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  const rest = ms % 1000;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return rest === 0 ? clock : `${clock}.${String(rest).padStart(3, '0')}`;
};

/** The last day that was spelt: neighbouring cells often hold the same one. */
let lastDay = { day: 0, text: '1899-12-30' };

const dateText = (day: number): string => {
  if (lastDay.day !== day) lastDay = { day, text: spelledDay(day) };
  return lastDay.text;
};

const spelledDay = (day: number): string => {
  const date = new Date(dayZero + day * dayMs);
  return `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
};

/**
 * The moment that a serial number stands for, to the millisecond, or undefined where Excel has none (negative numbers
 * and days after 9999). `shows` is what the cell's format shows: a day, or only a time of day.
 *
 * In the 1900 system day 60 is 29 February 1900, a day that never was: it is read as 1 March, and the days before it
 * are shifted by one.
 */
export const momentOf = (serial: number, shows: 'date' | 'time', is1904: boolean): Moment | undefined => {
  const days = is1904 ? serial + days1904 : serial;
  if (!(serial >= 0) || days >= lastSerial + 1) return undefined;
  let day = Math.floor(days);
  let ms = Math.round((days - day) * dayMs);
  if (ms === dayMs) {
    day += 1;
    ms = 0;
  }
  if (shows === 'time' && day === (is1904 ? days1904 : 0)) return { kind: 'time', text: timeText(ms) };
  const real = !is1904 && day <= 60 ? day + 1 : day;
  return ms === 0
    ? { kind: 'date', text: dateText(real) }
    : { kind: 'timestamp', text: `${dateText(real)} ${timeText(ms)}` };
};

/**
 * The serial number (1900 system) of an ISO date or timestamp, or undefined when a cell cannot hold it: before
 * 1 March 1900 (programs disagree on those days), after 9999, infinite or BC.
 */
export const serialOf = (text: string): number | undefined => {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d(?:\.\d+)?))?$/.exec(text);
  if (match === null) return undefined;
  const day = (Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) - dayZero) / dayMs;
  if (day < 61 || day > lastSerial) return undefined;
  return day + dayPart(match[4] ?? '0', match[5] ?? '0', match[6] ?? '0');
};

/** The part of a day that a time such as `13:45:10.5` stands for, or undefined (`24:00:00` has no cell). */
export const timeSerialOf = (text: string): number | undefined => {
  const match = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
  if (match === null || Number(match[1]) > 23) return undefined;
  return dayPart(match[1] ?? '0', match[2] ?? '0', match[3] ?? '0');
};

const dayPart = (hours: string, minutes: string, seconds: string): number =>
  (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) / 86_400;
