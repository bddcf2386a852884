import { type DataType, familyOf } from '../../schema/types.ts';
import { serialOf, timeSerialOf } from './serial.ts';

/** Makes text safe inside XML: markup, and the characters that XML forbids as Excel spells them (`_x0001_`). */
export const xmlText = (text: string): string =>
  text
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(/[\u0000-\u0008\u000b\u000c\r\u000e-\u001f\ufffe\uffff]/g, hidden => {
      const code = hidden.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      return `_x${code}_`;
    })
    .replace(/[&<>"]/g, mark => marks[mark] ?? mark)
    // Half a surrogate pair is no character; a file with one would not open.
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The number formats that written cells use beside the general one; a style's number is its place in this list. */
export type Styles = {
  readonly numberFor: (format: string) => number;
  readonly formats: () => readonly string[];
};

/** Style 0 is plain and 1 is the header; each further format gets the next number when it is first asked for. */
export const newStyles = (): Styles => {
  const formats: string[] = [];
  return {
    numberFor: format => {
      const known = formats.indexOf(format);
      return 2 + (known >= 0 ? known : formats.push(format) - 1);
    },
    formats: () => formats,
  };
};

/** Writes one value of a column as a cell; `reference` is its place such as `B3`. */
export type CellWriter = (text: string, reference: string) => string;

/** A text cell. It is never a formula, whatever it starts with. */
export const textCell: CellWriter = (text, reference) =>
  `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;

const numberCell = (number: string | number, reference: string, style: number): string =>
  style === 0
    ? `<c r="${reference}"><v>${number}</v></c>`
    : `<c r="${reference}" s="${style}"><v>${number}</v></c>`;

/** Digits that count: `-0012.500` has 3 (125). Excel keeps 15. */
const significant = (text: string): number =>
  text.replace(/^[+-]?[0.]*|\./g, '').replace(text.includes('.') ? /0+$/ : /^$/, '').length;

const exact =
  (style: number): CellWriter =>
  (text, reference) =>
    significant(text) <= 15 ? numberCell(text, reference, style) : textCell(text, reference);

/** Excel has no NaN, no infinity and nothing below 2.2e-308: such values are kept as text. */
const floatCell: CellWriter = (text, reference) => {
  const size = Math.abs(Number(text));
  return size === 0 || (size >= 2.2250738585072014e-308 && size <= 9.99999999999999e307)
    ? numberCell(text, reference, 0)
    : textCell(text, reference);
};

const momentCell =
  (serial: (text: string) => number | undefined, style: number): CellWriter =>
  (text, reference) => {
    const number = serial(text);
    return number === undefined ? textCell(text, reference) : numberCell(number, reference, style);
  };

const decimals = (type: DataType): string => {
  const scale = Number(/,\s*(\d+)\)$/.exec(type)?.[1] ?? 0);
  return scale === 0 ? '0' : `0.${'0'.repeat(Math.min(scale, 20))}`;
};

/** How a column of that type is written. Types that Excel does not have, time zones among them, become text. */
export const cellWriter = (type: DataType, styles: Styles): CellWriter => {
  switch (familyOf(type)) {
    case 'integer':
      return exact(0);
    case 'decimal':
      return exact(styles.numberFor(decimals(type)));
    case 'float':
      return floatCell;
    case 'boolean':
      return (text, reference) => `<c r="${reference}" t="b"><v>${text === 'true' ? 1 : 0}</v></c>`;
    case 'date':
      return momentCell(serialOf, styles.numberFor('yyyy-mm-dd'));
    case 'timestamp':
      return type.includes('ZONE') ? textCell : momentCell(serialOf, styles.numberFor('yyyy-mm-dd hh:mm:ss'));
    case 'time':
      return type.includes('ZONE') ? textCell : momentCell(timeSerialOf, styles.numberFor('hh:mm:ss'));
    default:
      return textCell;
  }
};
