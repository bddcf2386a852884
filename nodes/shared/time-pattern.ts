/** Patterns of dates and times: letters behind `%`, as in strftime. */

const letters = 'aAbBdmyYHIpMSfgzjUWwVuGcxXn%';
const unpadded = 'dmyHIMSj';

/** The first `%` letter that stands for nothing, or undefined. `%-d` and the like leave out leading zeros. */
export const unknownLetter = (pattern: string): string | undefined => {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] !== '%') continue;
    const bare = pattern[i + 1] === '-';
    const letter = pattern[i + (bare ? 2 : 1)];
    if (letter === undefined || !(bare ? unpadded : letters).includes(letter))
      return pattern.slice(i, i + (bare ? 3 : 2));
    i += bare ? 2 : 1;
  }
  return undefined;
};
