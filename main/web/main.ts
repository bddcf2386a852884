/** `npm start` without Electron, and `millrace design`: the designer as a local page. */
import { resolve } from 'node:path';
import { programVersion } from '../../engine/run/version.ts';
import { forkEngine } from '../engine-host/fork.ts';
import { createDesk } from '../host/desk.ts';
import { homeFolder } from '../host/home.ts';
import { placesFrom } from '../host/places.ts';
import { startWeb } from './server.ts';

type Options = {
  readonly files: readonly string[];
  readonly port?: number | undefined;
  readonly say: (text: string) => void;
};

/** Starts the web host and gives a way to stop it. */
export const startDesigner = async ({ files, port, say }: Options) => {
  const places = placesFrom(import.meta.url);
  const desk = createDesk({
    host: 'web',
    version: programVersion,
    home: homeFolder(),
    work: process.cwd(),
    gallery: places.gallery,
    open: files.map(file => resolve(file)),
    spawnEngine: forkEngine(places.engine, say),
    log: say,
  });
  const web = await startWeb(desk, places.renderer, port);
  return {
    ...web,
    stop: async () => {
      desk.stop();
      await web.stop();
    },
  };
};
