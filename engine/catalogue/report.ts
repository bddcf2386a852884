/** How the tables of a node are read as one page. Each part is drawn from the rows of one output. */
type Drawn = {
  readonly title: string;
  readonly port: string;
  readonly x: string;
  readonly y: string;
  /** What the axes say where the names of the columns do not; `{label}` is the column named by that setting. */
  readonly axes?: { readonly x?: string; readonly y?: string };
};

export type ReportPart =
  /** Rows of metric and value, as figures in a line. */
  | { readonly part: 'figures'; readonly port: string }
  /** Rows of section, name and value, as lists under headings. */
  | { readonly part: 'card'; readonly port: string }
  /**
   * A line through the rows in their order; `colour` makes one of each value, `also` a second one of another column.
   * `mark` is a line to compare with; `each` makes a picture of each value, `{each}` in its title, or with `lines` one
   * picture with a line of each. `unit` draws both axes from 0 to 1 (or `x` only), `origin` begins the line at 0, 0, `flag` is a
   * column that is true of the row to be marked, `metric` one that names what is measured, `area` the metric of the output
   * `metrics` that is the area under the line.
   */
  | (Drawn & {
      readonly part: 'curve';
      readonly colour?: string;
      readonly also?: string;
      readonly mark?: 'diagonal' | 'one';
      readonly each?: string;
      readonly lines?: true;
      readonly unit?: 'both' | 'x';
      readonly origin?: true;
      readonly flag?: { readonly column: string; readonly text: string };
      readonly metric?: string;
      readonly area?: string;
    })
  | (Drawn & { readonly part: 'points'; readonly colour?: string; readonly mark?: 'diagonal' | 'zero' })
  /** The first rows as they are; `nodes` is a column of ids that are shown by their titles. */
  | { readonly part: 'rows'; readonly title: string; readonly port: string; readonly nodes?: string }
  /** Counts by two names, shaded by their share of the line. */
  | {
      readonly part: 'matrix';
      readonly title: string;
      readonly port: string;
      readonly down: string;
      readonly across: string;
      readonly value: string;
    }
  /**
   * The largest by size, each name once, or in the order of the rows. With `where`, of the rows that have one of these
   * values there; `colour` makes one beside the other of each value.
   */
  | {
      readonly part: 'bars';
      readonly title: string;
      readonly port: string;
      readonly name: string;
      readonly value: string;
      readonly where?: { readonly column: string; readonly values: readonly string[] };
      readonly each?: string;
      readonly colour?: string;
      readonly order?: 'rows';
      /** What the axis says where the name of the column does not. */
      readonly axis?: string;
      /** The column that names what is measured. */
      readonly metric?: string;
      /** How far the axis goes at least. */
      readonly least?: number;
      /** Whether the names are ids of nodes, which are shown by their titles. */
      readonly nodes?: true;
    }
  | {
      readonly part: 'histogram';
      readonly title: string;
      readonly port: string;
      readonly x: string;
      readonly axis?: string;
    }
  /**
   * What follows when a probability of `class` counts as that class from a threshold on, which is moved. Of several
   * classes the likeliest is said, so there is no line to draw.
   */
  | { readonly part: 'threshold'; readonly title: string; readonly port: string; readonly each: string };
