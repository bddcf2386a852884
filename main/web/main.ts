/** `npm start` without Electron, and `millrace design`: the designer as a local page. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programVersion } from '../../engine/run/version.ts';
import { forkEngine } from '../engine-host/fork.ts';
import { createDesk, homeFolder } from '../host/desk.ts';
import { startWeb } from './server.ts';

type Options = {
  readonly files: readonly string[];
  readonly port?: number | undefined;
  readonly say: (text: string) => void;
};

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where the built parts lie, seen from the bundle of this file. */
const parts = { renderer: here('../renderer'), engine: here('./engine.js') };

const galleryFolder = (): string =>
  [here('../../fixtures/gallery'), here('../gallery')].find(folder => existsSync(folder)) ??
  here('../gallery');

/** Starts the web host and gives a way to stop it. */
export const startDesigner = async ({ files, port, say }: Options) => {
  const desk = createDesk({
    host: 'web',
    version: programVersion,
    home: homeFolder(),
    work: process.cwd(),
    gallery: galleryFolder(),
    open: files.map(file => resolve(file)),
    spawnEngine: forkEngine(parts.engine, say),
    log: say,
  });
  const web = await startWeb(desk, parts.renderer, port);
  return {
    ...web,
    stop: async () => {
      desk.stop();
      await web.stop();
    },
  };
};
