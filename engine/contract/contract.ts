/**
 * All that a screen can ask of its host, and all that the host asks of the engine process. What the engine does is
 * declared once, over what stands for a pipeline: a handle and a text on the screen, folder and trust in the engine.
 */
import type { z } from 'zod';
import { appEvents, appMethods } from './app.ts';
import { dataMethods } from './data.ts';
import type { Contract } from './define.ts';
import { designEvents, designMethods } from './design.ts';
import { documentEvents, documentMethods } from './documents.ts';
import { historyMethods, runEvents, runMethods } from './runs.ts';
import { secretMethods } from './secrets.ts';
import { engineSource, screenSource } from './shapes.ts';
import { uploadMethods } from './uploads.ts';

const engineMethods = <S extends z.ZodType>(source: S) => ({
  ...designMethods(source),
  ...dataMethods(source),
  ...runMethods(source),
});

export const engineContract = {
  methods: engineMethods(engineSource),
  events: { ...runEvents, ...designEvents },
} satisfies Contract;

export const hostMethods = {
  ...appMethods,
  ...documentMethods,
  ...historyMethods,
  ...secretMethods,
  ...uploadMethods,
} as const;

/** What a screen asks of its host; what the engine does is handed on by it. */
export const screenContract = {
  methods: { ...hostMethods, ...engineMethods(screenSource) },
  events: { ...appEvents, ...documentEvents, ...runEvents, ...designEvents },
} satisfies Contract;

export type EngineContract = typeof engineContract;
export type ScreenContract = typeof screenContract;
