/** The program's first file: it keeps the compiled code for the next start (60 ms of 520), then loads the rest. */
import module from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from './cache-options.ts';

// Node 22.1 and newer can, Electron's too. It never fails: where the folder cannot be written, nothing is kept.
type Newer = { readonly enableCompileCache?: (folder: string) => unknown };
(module as Newer).enableCompileCache?.(join(cacheFolder(), 'code'));
await import('./main.ts');
