/** Where the built parts lie, seen from a bundle in `dist/cli` or `dist/electron`: in a checkout, or packed. */
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
  const from = (path: string): string => unpacked(fileURLToPath(new URL(path, bundle)));
  const galleries = ['../../fixtures/gallery', '../../../gallery'].map(from);
  return {
    renderer: from('../renderer'),
    engine: from('../cli/engine.js'),
    gallery: galleries.find(folder => existsSync(folder)) ?? from('../../fixtures/gallery'),
  };
};
