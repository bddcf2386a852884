/** The program around the documents: start page, files to choose from, the state of the engine. */
import { z } from 'zod';
import { bytes, method, nothing } from './define.ts';
import { documentSchema, fileHandle } from './documents.ts';
import { pipelineText } from './shapes.ts';

const recentSchema = z.strictObject({
  file: fileHandle,
  name: z.string(),
  folder: z.string(),
  exists: z.boolean(),
  /** When it was last opened or saved, in milliseconds since 1970. */
  at: z.number(),
});

const gallerySchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** Its nodes and wires, small enough for a picture on the start page. */
  picture: z.strictObject({
    nodes: z.array(z.strictObject({ kind: z.string(), at: z.tuple([z.number(), z.number()]) })),
    edges: z.array(z.tuple([z.int(), z.int()])),
  }),
});

/** Work that was never saved under a name and whose program ended before it was. */
const leftSchema = z.strictObject({ id: z.string(), name: z.string(), at: z.number(), nodes: z.int() });

export const startSchema = z.strictObject({
  host: z.enum(['web', 'electron']),
  version: z.string(),
  /** Whether the host shows file dialogs of the system; without, the screen shows its own. */
  nativeDialogs: z.boolean(),
  recent: z.array(recentSchema),
  gallery: z.array(gallerySchema),
  left: z.array(leftSchema),
  /** What the program has to say once, such as that a file of its own was damaged. */
  notices: z.array(z.string()),
  /** Files the program was started with. */
  open: z.array(fileHandle),
});

export type Start = z.output<typeof startSchema>;

export const entrySchema = z.strictObject({
  file: fileHandle,
  name: z.string(),
  kind: z.enum(['file', 'folder']),
  bytes: z.number().optional(),
  modified: z.number().optional(),
});

export const chosenSchema = z.strictObject({
  file: fileHandle,
  name: z.string(),
  /** What a setting says for this file: relative to the document's folder where it lies in it. */
  path: z.string(),
});

export const appMethods = {
  'app.start': method(z.strictObject({}), startSchema),
  /** Copies a gallery pipeline with its data into a folder of the user and gives its handle. */
  'app.gallery': method(z.strictObject({ id: z.string() }), z.strictObject({ file: fileHandle })),
  /** Opens unsaved work that was left, or throws it away. */
  'app.recover': method(z.strictObject({ id: z.string() }), documentSchema),
  'app.discardLeft': method(z.strictObject({ id: z.string() }), nothing),
  /** Starts the engine again after it stopped too often. */
  'app.restartEngine': method(z.strictObject({}), nothing),
  /** Light or dark, as the person chose: windows, menus and dialogs of the system follow the page. */
  'app.theme': method(z.strictObject({ theme: z.enum(['system', 'light', 'dark']) }), nothing),
  'app.forget': method(z.strictObject({ file: fileHandle }), nothing),
  /** A dialog of the system. `none` where there is none; `cancelled` where nothing was chosen. */
  'files.choose': method(
    z.strictObject({
      purpose: z.enum(['open', 'save', 'data', 'folder']),
      doc: z.string().optional(),
      extensions: z.array(z.string()).optional(),
      name: z.string().optional(),
    }),
    z.discriminatedUnion('outcome', [
      z.strictObject({ outcome: z.literal('none') }),
      z.strictObject({ outcome: z.literal('cancelled') }),
      z.strictObject({ outcome: z.literal('chosen'), files: z.array(chosenSchema) }),
    ]),
  ),
  /** A folder's entries, for hosts without dialogs. Without a folder: where the document, or else the user, is at home. */
  'files.list': method(
    z.strictObject({ folder: fileHandle.optional(), doc: z.string().optional(), up: z.boolean().optional() }),
    z.strictObject({ folder: fileHandle, path: z.string(), entries: z.array(entrySchema) }),
  ),
  /** A name in a listed folder, as a place to save to. */
  'files.name': method(
    z.strictObject({ folder: fileHandle, name: z.string().min(1).max(255), doc: z.string().optional() }),
    z.strictObject({ chosen: chosenSchema, exists: z.boolean() }),
  ),
  /** A listed file, as what a setting of the document says for it. */
  'files.chosen': method(z.strictObject({ file: fileHandle, doc: z.string().optional() }), chosenSchema),
  /** The first bytes of a chosen data file, for a look at it before anything is asked of the engine. */
  'files.head': method(
    z.strictObject({ file: fileHandle, bytes: z.int().min(1).max(16_000_000) }),
    z.strictObject({ head: bytes, size: z.number() }),
  ),
  /** The text of a chosen pipeline file, to compare with. It is not opened. */
  'files.text': method(
    z.strictObject({ file: fileHandle }),
    z.strictObject({ name: z.string(), text: pipelineText }),
  ),
} as const;

export const appEvents = {
  /** A file that was opened from outside the page: by the file manager, or a second start of the program. */
  'app.open': z.strictObject({ file: fileHandle }),
  /** A command of the page that was chosen in the menu of the system. */
  'app.command': z.strictObject({ id: z.string() }),
  'engine.state': z.strictObject({
    state: z.enum(['starting', 'ready', 'stopped', 'failing']),
    /** Why it stopped, such as `signal 9`. */
    reason: z.string().optional(),
  }),
} as const;
