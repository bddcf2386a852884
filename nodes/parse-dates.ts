import { z } from 'zod';
import { defineNode } from '../engine/catalogue/node.ts';
import { choice, listOf, newName, column as pick, text } from '../engine/catalogue/params.ts';
import { call, cast, literal, when } from '../engine/plan/build.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { rows } from './shared/rows.ts';
import { onErrorChoice, readColumns, setAsideOutputs } from './shared/set-aside.ts';
import { unknownLetter } from './shared/time-pattern.ts';

const types = { date: 'DATE', timestamp: 'TIMESTAMP' } as const;

export const parseDates = defineNode({
  kind: 'parse-dates',
  version: 1,
  title: 'Parse dates',
  summary: 'Reads dates or timestamps from a text column, trying several formats in order.',
  docs: `The first format that fits the whole text counts, so \`03/04/2024\` is the 3rd of April with \`%d/%m/%Y\` first and
the 4th of March with \`%m/%d/%Y\` first. Without formats the text is read as ISO: \`2024-02-29\`, \`2024-02-29 13:05:00\`.

\`%Y\` year, \`%y\` year of two digits, \`%m\` month, \`%b\` Feb, \`%B\` February, \`%d\` day, \`%H\` hour, \`%I\` and \`%p\` hour of
12 with AM or PM, \`%M\` minute, \`%S\` second, \`%f\` microseconds, \`%z\` distance to UTC (the time is taken to UTC).
\`%-d\` reads a day without its zero. \`%Y\` takes two digits too, as the year 24: put \`%y\` before it where both occur.

Null stays null. A text that no format fits fails the run, becomes null, or sets its row aside on the second output,
with the reason in a last column.`,
  category: 'Columns',
  icon: 'calendar-search',
  keywords: ['strptime', 'to_date', 'to_timestamp', 'datetime', 'format', 'iso'],
  params: z.strictObject({
    column: pick({ types: ['text'], label: 'Column' }),
    formats: listOf(text({ label: 'Format', placeholder: '%d/%m/%Y' }), {
      label: 'Formats, tried in order',
      help: 'ISO when empty.',
    }).default([]),
    to: choice(['date', 'timestamp'], { label: 'Read as' }).default('date'),
    into: newName({ label: 'New column', help: 'Takes the place of the text when empty.' }).optional(),
    onError: onErrorChoice(),
  }),
  inputs: { in: { type: 'table', label: 'Rows' } },
  outputs: setAsideOutputs('Rows with dates'),
  lower: ({ params, input, id }) => {
    const { rel, schema } = input();
    const problems = params.formats.flatMap((format, i) => {
      const letter = unknownLetter(format);
      const message =
        letter !== undefined
          ? `The format “${format}” has “${letter}”, which stands for nothing. Write dates as %Y-%m-%d and times as %H:%M:%S.`
          : !/%-?[a-zA-Z]/.test(format)
            ? `The format “${format}” has no part of a date. Write dates as %Y-%m-%d and times as %H:%M:%S.`
            : undefined;
      return message === undefined ? [] : [{ param: `formats[${i}]`, message }];
    });
    if (problems.length > 0) return { problems };
    const trimmed = call('trim', params.column);
    const type = types[params.to];
    const tried = params.formats.map(
      (format): Expr => cast(call('try_strptime', trimmed, literal(format)), type, 'null'),
    );
    // ISO texts with a time of day are read with it, and cut to the day last. Names such as “infinity” are no dates.
    const iso = when(
      call('regexp_matches', trimmed, literal('^[0-9]')),
      cast(cast(trimmed, 'TIMESTAMP', 'null'), type, 'null'),
      literal(null, type),
    );
    const value =
      tried.length === 0 ? iso : tried.length === 1 ? (tried[0] ?? iso) : call('coalesce', ...tried);
    const reading = {
      column: params.column.name,
      into: params.into ?? params.column.name,
      value,
      wanted: `${params.to === 'date' ? 'a date' : 'a timestamp'} written ${params.formats.join(' or ') || '%Y-%m-%d'}`,
      param: 'formats',
    };
    const table = { rel, names: schema.map(f => f.name) };
    return { outputs: readColumns(table, [reading], params.onError, id) };
  },
  examples: [
    {
      title: 'Two ways to write a date; rows with another one are set aside',
      params: { column: 'day', formats: ['%d.%m.%Y', '%Y-%m-%d'], onError: 'quarantine' },
      inputs: {
        in: rows({ id: 'INTEGER', day: 'VARCHAR' }, [
          [1, '29.02.2024'],
          [2, '2024-02-29'],
          [3, '29.02.2023'],
          [4, null],
          [5, ''],
        ]),
      },
      outputs: {
        out: rows({ id: 'INTEGER', day: 'DATE' }, [
          [1, '2024-02-29'],
          [2, '2024-02-29'],
          [4, null],
        ]),
        rejected: rows({ id: 'INTEGER', day: 'VARCHAR', reason: 'VARCHAR' }, [
          [3, '29.02.2023', 'day: “29.02.2023” is not a date written %d.%m.%Y or %Y-%m-%d'],
          [5, '', 'day: “” is not a date written %d.%m.%Y or %Y-%m-%d'],
        ]),
      },
    },
    {
      title: 'Timestamps beside their text; what cannot be read is null',
      params: {
        column: 'said',
        formats: ['%d %b %Y %I:%M %p', '%Y-%m-%dT%H:%M:%S%z'],
        to: 'timestamp',
        into: 'at',
        onError: 'null',
      },
      inputs: {
        in: rows({ said: 'VARCHAR' }, [['5 Mar 2024 1:05 PM'], ['2024-03-05T13:05:00+02:00'], ['soon']]),
      },
      outputs: {
        out: rows({ said: 'VARCHAR', at: 'TIMESTAMP' }, [
          ['5 Mar 2024 1:05 PM', '2024-03-05 13:05:00'],
          ['2024-03-05T13:05:00+02:00', '2024-03-05 11:05:00'],
          ['soon', null],
        ]),
      },
    },
    {
      title: 'ISO without a format',
      params: { column: 'day' },
      inputs: { in: rows({ day: 'VARCHAR' }, [['2024-02-29'], [' 2024-02-29 23:59:59 ']]) },
      outputs: { out: rows({ day: 'DATE' }, [['2024-02-29'], ['2024-02-29']]) },
    },
  ],
});
