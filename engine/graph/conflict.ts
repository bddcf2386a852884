/** What the two branches of an unresolved merge say, as far as each side can be told apart. */
export type ConflictSides = { readonly ours: string; readonly theirs: string };

const marker = /^(<{7}|\|{7}|={7}|>{7})(?![<|=>])/;

type Side = 'both' | 'ours' | 'base' | 'theirs';

const sideAfter: Readonly<Record<string, Side>> = { '<': 'ours', '|': 'base', '=': 'theirs', '>': 'both' };

/**
 * The two files that version control could not merge, from the text with its markers; undefined where it has none.
 * The common base of a three-way marker is left out.
 */
export const conflictSides = (text: string): ConflictSides | undefined => {
  const sides = { ours: [] as string[], theirs: [] as string[] };
  let side: Side = 'both';
  let seen = false;
  for (const line of text.split('\n')) {
    const found = marker.exec(line)?.[0]?.[0];
    if (found !== undefined) {
      seen = true;
      side = sideAfter[found] ?? side;
      continue;
    }
    if (side !== 'theirs' && side !== 'base') sides.ours.push(line);
    if (side !== 'ours' && side !== 'base') sides.theirs.push(line);
  }
  return seen ? { ours: sides.ours.join('\n'), theirs: sides.theirs.join('\n') } : undefined;
};
