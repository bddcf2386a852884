import { z } from 'zod';

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  tab: z.enum(['data', 'problems', 'runs', 'log']),
  bottomOpen: z.boolean(),
  paletteOpen: z.boolean(),
  inspectorOpen: z.boolean(),
} as const;

type Settings = { [F in keyof typeof fields]?: z.output<(typeof fields)[F]> };

/** The settings that are what they should be, out of whatever was kept. */
export const soundSettings = (kept: unknown): Settings => {
  if (typeof kept !== 'object' || kept === null) return {};
  const found = Object.entries(fields).flatMap(([field, schema]) => {
    const { success, data } = schema.safeParse((kept as Record<string, unknown>)[field]);
    return success ? [[field, data] as const] : [];
  });
  return Object.fromEntries(found) as Settings;
};
