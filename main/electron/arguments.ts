/** Files among the words a program was started with. */
import { resolve } from 'node:path';

/**
 * A word with a leading dash is never a file: a file manager passes names that others chose. In a checkout the second
 * word is the program's own folder.
 */
export const filesIn = (words: readonly string[], cwd: string, packaged: boolean): readonly string[] =>
  words
    .slice(packaged ? 1 : 2)
    .filter(word => word !== '' && !word.startsWith('-') && !/^[a-z][a-z0-9+.-]+:\/\//i.test(word))
    .map(word => resolve(cwd, word));
