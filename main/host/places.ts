/** Where the built parts lie, seen from a bundle of the command line or of Electron's shell: in a checkout, or packed. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Places = {
  readonly renderer: string;
  readonly engine: string;
  readonly gallery: string;
};

/** What another process opens or DuckDB reads lies beside the archive, not in it. */
const unpacked = (path: string): string => path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

export const placesFrom = (bundle: string): Places => {
  /** The first of these that is there; else the last, which is then named in what goes wrong. */
  const first = (...paths: readonly [string, ...string[]]): string => {
    const found = paths.map(path => unpacked(fileURLToPath(new URL(path, bundle))));
    return found.find(path => existsSync(path)) ?? (found.at(-1) as string);
  };
  return {
    renderer: first('../renderer'),
    // The command line has the engine beside it, the shell in another folder.
    engine: first('./engine.js', '../cli/engine.js'),
    gallery: first('../../fixtures/gallery', '../../../gallery'),
  };
};
