/** Numbers and names as a report says them. */
import { metricWords } from '../../engine/diagnostics/metric-words.ts';

/** Four digits that count, whole numbers whole. */
export const shortNumber = (value: unknown): string => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return value.toLocaleString('en');
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4
    ? value.toExponential(3)
    : value.toLocaleString('en', { maximumSignificantDigits: 4 });
};

/** A column or a setting as words: `false_positive_rate` as “False positive rate”. */
export const wordsOf = (name: string): string =>
  name.replaceAll('_', ' ').replace(/^./, first => first.toUpperCase());

/** A metric as people call it. */
export const metricTitle = (name: string): string => metricWords(name)?.title ?? wordsOf(name);

/** A figure as people write it: a share in percent where that is usual. */
export const figure = (metric: string, value: unknown): string =>
  metricWords(metric)?.percent === true && typeof value === 'number'
    ? `${shortNumber(value * 100)} %`
    : shortNumber(value);
