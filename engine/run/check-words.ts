import type { Cell } from '../connectors/contract.ts';
import { counted, visible } from '../diagnostics/words.ts';

/**
 * What a check found, as rows of check, number of rows and sample, in words:
 * `amount is not null (3 rows, such as id = 7); id is unique (2 rows, such as id = 4)`
 */
export const brokenWords = (broken: readonly (readonly Cell[])[]): string => {
  const most = 20;
  const shown = broken.slice(0, most).map(([check, rows, sample]) => {
    const such = sample ? `, such as ${visible(sample)}` : '';
    return `${visible(check ?? '')} (${counted(Number(rows ?? 0), 'row')}${such})`;
  });
  const more = broken.length > most ? [`${counted(broken.length - most, 'more check')}`] : [];
  return [...shown, ...more].join('; ');
};
