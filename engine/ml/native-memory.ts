/** The last answers of a function that is asked for several values of the same rows, one after another. */

/** Values for all places that a model has, each an array over the rows. */
export type Answers = ReadonlyMap<number, Float64Array>;

type Known = {
  readonly model: unknown;
  readonly columns: readonly Float64Array[];
  readonly answers: Answers;
};

/** As many as there are threads that may be at work on different rows in turn, and a few. */
const most = 16;

/**
 * What `answer` says of these rows, from memory where the same model was asked about the same numbers. A class's chance
 * and its neighbour's are two columns of a query, but one walk over the rows.
 */
export const remembering = (): (<M>(
  model: M,
  columns: readonly Float64Array[],
  rows: number,
  answer: () => Answers,
) => Answers) => {
  let known: readonly Known[] = [];
  return (model, columns, rows, answer) => {
    const found = known.find(k => k.model === model && k.columns.every((c, j) => same(c, columns[j], rows)));
    if (found !== undefined) return found.answers;
    const answers = answer();
    const copies = columns.map(c => c.slice(0, rows));
    known = [{ model, columns: copies, answers }, ...known].slice(0, most);
    return answers;
  };
};

const same = (a: Float64Array, b: Float64Array | undefined, rows: number): boolean => {
  if (b === undefined || a.length !== rows) return false;
  for (let r = 0; r < rows; r++) {
    const x = a[r] as number;
    const y = b[r] as number;
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false;
  }
  return true;
};
