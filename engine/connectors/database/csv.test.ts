import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvRow, csvStart, lastRowEnd } from './csv.ts';
import { csvBuffer } from './csv-buffer.ts';

describe('rows in a stream of CSV', () => {
  it('end at line ends outside quotes only', () => {
    const first = lastRowEnd(Buffer.from('1,"a\nb"\n2,"c""\n'), csvStart);
    expect([first.end, first.after]).toEqual([8, { inQuotes: true, rows: 1 }]);
    const second = lastRowEnd(Buffer.from('d"\n3'), first.after);
    expect([second.end, second.after]).toEqual([3, { inQuotes: false, rows: 2 }]);
  });

  it('are the same however the stream is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', '\n', ',', 'é') });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (rows, cuts) => {
          const bytes = Buffer.from(rows.map(csvRow).join(''));
          const ends: number[] = [];
          let position = csvStart;
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const size = cuts[i % cuts.length] ?? 1;
            const { end, after } = lastRowEnd(bytes.subarray(at, at + size), position);
            if (end > 0) ends.push(at + end);
            position = after;
            at += size;
          }
          expect(position).toEqual({ inQuotes: false, rows: rows.length });
          for (const end of ends)
            expect(
              Papa.parse<string[]>(bytes.subarray(0, end).toString(), { delimiter: ',' }).errors,
            ).toEqual([]);
        },
      ),
    );
  });
});

describe('writing CSV', () => {
  it('keeps null and empty text apart', () => {
    expect(csvRow([null, '', 'a"b', null])).toBe(',"","a""b",\n');
  });

  it('takes bytes of any size as they are', () => {
    const csv = csvBuffer();
    csv.quoted(Buffer.from('a"é'));
    csv.ascii(',');
    csv.blob(Buffer.from([0, 255]));
    csv.ascii(',');
    csv.raw(Buffer.from('1.50'));
    csv.ascii('\n');
    expect(Buffer.from(csv.take()).toString()).toBe('"a""é","\\x00\\xFF",1.50\n');
    const large = Buffer.alloc(700_000, '"');
    csv.quoted(large);
    expect([csv.size(), csv.take().length, csv.size()]).toEqual([1_400_002, 1_400_002, 0]);
  });
});
