import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the program keeps what it remembers: beside other programs' data, or where the environment says. */
export const homeFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  env.MILLRACE_HOME ?? join(env.XDG_DATA_HOME ?? join(env.HOME ?? homedir(), '.local', 'share'), 'millrace');
