import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `date-math`. */
export const dateMathExamples: readonly Example[] = [
  {
    title: 'A month later',
    params: { column: 'start', operation: 'add', amount: 1, unit: 'month', into: 'due' },
    inputs: { in: rows({ start: 'DATE' }, [['2024-01-31'], ['2023-12-15'], [null]]) },
    outputs: {
      out: rows({ start: 'DATE', due: 'DATE' }, [
        ['2024-01-31', '2024-02-29'],
        ['2023-12-15', '2024-01-15'],
        [null, null],
      ]),
    },
  },
  {
    title: 'Earlier by a number of hours from a column',
    params: { column: 'at', operation: 'subtract', amountColumn: 'h', unit: 'hour' },
    inputs: {
      in: rows({ at: 'TIMESTAMP', h: 'BIGINT' }, [
        ['2024-03-01 01:00:00', 2],
        ['2024-03-01 01:00:00', null],
      ]),
    },
    outputs: {
      out: rows({ at: 'TIMESTAMP', h: 'BIGINT' }, [
        ['2024-02-29 23:00:00', 2],
        [null, null],
      ]),
    },
  },
  {
    title: 'Complete months between two columns',
    params: { column: 'a', operation: 'difference', other: 'b', unit: 'month', into: 'months' },
    inputs: {
      in: rows({ a: 'DATE', b: 'TIMESTAMP' }, [
        ['2024-01-31', '2024-02-29 00:00:00'],
        ['2024-01-15', '2024-02-14 00:00:00'],
        ['2024-03-15', '2024-01-15 00:00:00'],
      ]),
    },
    outputs: {
      out: rows({ a: 'DATE', b: 'TIMESTAMP', months: 'BIGINT' }, [
        ['2024-01-31', '2024-02-29 00:00:00', 1],
        ['2024-01-15', '2024-02-14 00:00:00', 0],
        ['2024-03-15', '2024-01-15 00:00:00', -2],
      ]),
    },
  },
  {
    title: 'Complete hours, backwards too',
    params: { column: 'a', operation: 'difference', other: 'b', unit: 'hour', into: 'hours' },
    inputs: {
      in: rows({ a: 'TIMESTAMP', b: 'TIMESTAMP' }, [
        ['2024-02-28 23:30:00', '2024-02-29 01:29:59'],
        ['2024-02-29 01:30:00', '2024-02-28 23:30:00'],
        ['2024-02-29 01:30:00', null],
      ]),
    },
    outputs: {
      out: rows({ a: 'TIMESTAMP', b: 'TIMESTAMP', hours: 'BIGINT' }, [
        ['2024-02-28 23:30:00', '2024-02-29 01:29:59', 1],
        ['2024-02-29 01:30:00', '2024-02-28 23:30:00', -2],
        ['2024-02-29 01:30:00', null, null],
      ]),
    },
  },
  {
    title: 'A day between 23:00 and 1:00, counted by the turn',
    params: { column: 'a', operation: 'difference', other: 'b', count: 'boundaries', into: 'days' },
    inputs: {
      in: rows({ a: 'TIMESTAMP', b: 'TIMESTAMP' }, [['2024-02-28 23:00:00', '2024-02-29 01:00:00']]),
    },
    outputs: {
      out: rows({ a: 'TIMESTAMP', b: 'TIMESTAMP', days: 'BIGINT' }, [
        ['2024-02-28 23:00:00', '2024-02-29 01:00:00', 1],
      ]),
    },
  },
  {
    title: 'The Monday of the week',
    params: { column: 'day', operation: 'truncate', unit: 'week' },
    inputs: { in: rows({ day: 'DATE' }, [['2024-02-29'], ['2024-03-03']]) },
    outputs: { out: rows({ day: 'DATE' }, [['2024-02-26'], ['2024-02-26']]) },
  },
];
