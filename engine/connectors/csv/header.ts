/** Names for the columns of a file, from what its header row says. */

/**
 * Blank names become `column_3` (its position), and names that were there before, letter case aside, get a number:
 * `a`, `a_2`. A number never takes a name that is in the header itself.
 */
export const columnNames = (header: readonly (string | null)[]): readonly string[] => {
  const written = header.map((name, i) => (name ?? '').replaceAll('\u0000', '').trim() || `column_${i + 1}`);
  const all = new Set(written.map(name => name.toLowerCase()));
  const taken = new Set<string>();
  return written.map(base => {
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()) || (name !== base && all.has(name.toLowerCase())); n++)
      name = `${base}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
};

/** The delimiter that the header line speaks for: the most frequent candidate outside quotes, if there is any. */
export const delimiterOf = (lines: readonly string[]): string | undefined => {
  const counts = (line: string) => {
    const bare = line.replace(/"(?:[^"]|"")*"/g, '');
    return [',', ';', '\t', '|'].map(c => ({ c, n: bare.split(c).length - 1 }));
  };
  const [header = '', ...rest] = lines;
  const best = counts(header).reduce((a, b) => (b.n > a.n ? b : a));
  // A line of text may hold a comma; only one that others repeat is a delimiter.
  const repeated = rest.some(line => counts(line).some(({ c, n }) => c === best.c && n === best.n));
  return best.n > 0 && repeated ? best.c : undefined;
};
