/** How the tables of a node are read as one page. Each part is drawn from the rows of one output. */
type Drawn = { readonly title: string; readonly port: string; readonly x: string; readonly y: string };

export type ReportPart =
  /** Rows of metric and value, as figures in a line. */
  | { readonly part: 'figures'; readonly port: string }
  /** Rows of section, name and value, as lists under headings. */
  | { readonly part: 'card'; readonly port: string }
  /**
   * A line through the rows in their order; `colour` makes one of each value, `also` a second one of another column.
   * `mark` is a line to compare with; `each` makes a picture of each value.
   */
  | (Drawn & {
      readonly part: 'curve';
      readonly colour?: string;
      readonly also?: string;
      readonly mark?: 'diagonal' | 'one';
      readonly each?: string;
    })
  | (Drawn & { readonly part: 'points'; readonly colour?: string; readonly mark?: 'diagonal' | 'zero' })
  /** The first rows as they are. */
  | { readonly part: 'rows'; readonly title: string; readonly port: string }
  /** Counts by two names, shaded by their share of the line. */
  | {
      readonly part: 'matrix';
      readonly title: string;
      readonly port: string;
      readonly down: string;
      readonly across: string;
      readonly value: string;
    }
  /** The largest by size. With `where`, of the rows that have one of these values there. */
  | {
      readonly part: 'bars';
      readonly title: string;
      readonly port: string;
      readonly name: string;
      readonly value: string;
      readonly where?: { readonly column: string; readonly values: readonly string[] };
      readonly each?: string;
    }
  | { readonly part: 'histogram'; readonly title: string; readonly port: string; readonly x: string }
  /** What follows when a probability counts as “yes” from a threshold on, which is moved. */
  | { readonly part: 'threshold'; readonly title: string; readonly port: string };
