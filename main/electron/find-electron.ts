/** Whether Electron can run here. Its own entry is never imported: that starts a download. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Found = { readonly binary: string } | { readonly reason: string };

type Surroundings = {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  /** Whether this is the system's administrator. */
  readonly root: boolean;
  /** Where the package of Electron lies. */
  readonly electron: string;
};

const read = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined;

/** The binary of Electron, or why the designer opens as a page. */
export const findElectron = ({ env, platform, root, electron }: Surroundings): Found => {
  const name = read(join(electron, 'path.txt'));
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH;
  const binary =
    folder !== undefined
      ? join(folder, name ?? 'electron')
      : name !== undefined
        ? join(electron, 'dist', name)
        : undefined;
  if (binary === undefined)
    return { reason: 'Electron has not been downloaded (npx install-electron fetches it)' };
  if (!existsSync(binary)) return { reason: `Electron is not at ${binary}` };
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { reason: 'there is no display here' };
  if (platform === 'linux' && root)
    return { reason: 'Electron does not start for the administrator, whom its sandbox cannot hold' };
  return { binary };
};
