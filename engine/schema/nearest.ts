/** Edit distance with transpositions (Damerau-Levenshtein, optimal string alignment). */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

/** How many slips of the keyboard are believed: two in a short name, a third of a longer one. */
const believed = (length: number): number => (length < 3 ? 1 : Math.max(2, Math.floor(length / 3)));

/** The candidate a person most likely meant by `name`, or undefined when none is within `most` edits. */
export const nearest = (
  name: string,
  candidates: readonly string[],
  most = Number.POSITIVE_INFINITY,
): string | undefined => {
  const wanted = name.toLowerCase().slice(0, 100);
  const limit = Math.min(most, believed(wanted.length));
  let best: { name: string; at: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit) continue;
    const at = distance(wanted, candidate.toLowerCase().slice(0, 100));
    if (at <= limit && (best === undefined || at < best.at)) best = { name: candidate, at };
  }
  return best?.name;
};
