import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `date-parts`. */
export const datePartsExamples: readonly Example[] = [
  {
    title: 'A leap day and the turn of a year',
    params: {
      column: 'day',
      parts: ['year', 'quarter', 'week', 'iso_year', 'weekday', 'day_of_year', 'is_weekend'],
    },
    inputs: { in: rows({ day: 'DATE' }, [['2024-02-29'], ['2024-12-29'], ['2024-12-30'], [null]]) },
    outputs: {
      out: rows(
        {
          day: 'DATE',
          day_year: 'INTEGER',
          day_quarter: 'INTEGER',
          day_week: 'INTEGER',
          day_iso_year: 'INTEGER',
          day_weekday: 'INTEGER',
          day_day_of_year: 'INTEGER',
          day_is_weekend: 'BOOLEAN',
        },
        [
          ['2024-02-29', 2024, 1, 9, 2024, 4, 60, false],
          ['2024-12-29', 2024, 4, 52, 2024, 7, 364, true],
          ['2024-12-30', 2024, 4, 1, 2025, 1, 365, false],
          [null, null, null, null, null, null, null, null],
        ],
      ),
    },
  },
  {
    title: 'Parts of a timestamp under short names',
    params: { column: 'at', parts: ['date', 'month_start', 'hour', 'second'], prefix: '' },
    inputs: { in: rows({ at: 'TIMESTAMP' }, [['2024-02-29 13:05:09.75']]) },
    outputs: {
      out: rows({ at: 'TIMESTAMP', date: 'DATE', month_start: 'DATE', hour: 'INTEGER', second: 'INTEGER' }, [
        ['2024-02-29 13:05:09.75', '2024-02-29', '2024-02-01', 13, 9],
      ]),
    },
  },
  {
    title: 'An hour and a day on the clock face; what does not come round stays',
    params: { column: 'at', parts: ['hour', 'day', 'is_weekend'], form: 'circle' },
    inputs: { in: rows({ at: 'TIMESTAMP' }, [['2024-03-01 00:00:00'], [null]]) },
    outputs: {
      out: rows(
        {
          at: 'TIMESTAMP',
          at_hour_sin: 'DOUBLE',
          at_hour_cos: 'DOUBLE',
          at_day_sin: 'DOUBLE',
          at_day_cos: 'DOUBLE',
          at_is_weekend: 'BOOLEAN',
        },
        [
          ['2024-03-01 00:00:00', 0, 1, 0, 1, false],
          [null, null, null, null, null, null],
        ],
      ),
    },
  },
];
