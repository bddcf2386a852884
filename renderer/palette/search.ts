/** Finding things by a few letters: kinds, commands and nodes, the closest first. */

/** What is searched in: its name, and further words that count less. */
export type Searchable = {
  readonly title: string;
  readonly words?: readonly string[];
  readonly text?: string;
};

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const initials = (text: string): string =>
  text
    .split(/[^a-z0-9]+/)
    .map(word => word[0] ?? '')
    .join('');

const wordStart = (text: string, wanted: string): boolean =>
  text.startsWith(wanted) || text.includes(` ${wanted}`) || text.includes(`-${wanted}`);

/** How well one word fits; 0 where it does not. */
const scoreOf = (item: Searchable, wanted: string): number => {
  const title = plain(item.title);
  if (title === wanted) return 100;
  if (title.startsWith(wanted)) return 80;
  if (wordStart(title, wanted)) return 60;
  const words = (item.words ?? []).map(plain);
  if (words.includes(wanted)) return 55;
  if (words.some(word => wordStart(word, wanted))) return 45;
  if (wanted.length > 1 && initials(title).startsWith(wanted)) return 40;
  if (title.includes(wanted)) return 30;
  if (words.some(word => word.includes(wanted))) return 20;
  return plain(item.text ?? '').includes(wanted) ? 10 : 0;
};

/** The items in which every word of the query is found, best first; all of them for an empty query. */
export const search = <T extends Searchable>(items: readonly T[], query: string): readonly T[] => {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return items;
  return items
    .map((item, i) => {
      const scores = wanted.map(word => scoreOf(item, word));
      const each = scores.includes(0) ? 0 : scores.reduce((a, b) => a + b, 0);
      // The words as one, “group by”, say more than each of them somewhere.
      return { item, i, score: Math.max(each, scoreOf(item, wanted.join(' ')) * (wanted.length + 1)) };
    })
    .filter(found => found.score > 0)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .map(found => found.item);
};
