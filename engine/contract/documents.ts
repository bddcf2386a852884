/** Documents: opened, saved, trusted, watched. A screen knows them by handle; only the host knows paths. */
import { z } from 'zod';
import { method, nothing } from './define.ts';
import { capabilitySumSchema, diagnosticSchema, pipelineText } from './shapes.ts';

export const docHandle = z.string().regex(/^doc:\d+$/);
export const fileHandle = z.string().regex(/^file:\d+$/);

/** A pipeline on the screen, when it is opened and whenever host facts change. */
export const documentSchema = z.strictObject({
  doc: docHandle,
  /** Absent for one that was never saved. */
  file: z.strictObject({ name: z.string(), folder: z.string() }).optional(),
  text: pipelineText,
  diagnostics: z.array(diagnosticSchema),
  trusted: z.boolean(),
  capabilities: capabilitySumSchema,
  /** What it would touch beyond what was trusted before, where it was trusted before. */
  beyond: capabilitySumSchema.optional(),
  /** Unsaved work of an earlier session that was found, as text. */
  recovered: pipelineText.optional(),
});

export type OpenedDocument = z.output<typeof documentSchema>;

export const saveResult = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('saved'), name: z.string(), folder: z.string(), text: pipelineText }),
  /** The file is no longer what was opened; `text` is what is there now. */
  z.strictObject({ outcome: z.literal('changed-on-disk'), text: pipelineText }),
]);

export const documentMethods = {
  'doc.new': method(z.strictObject({}), documentSchema),
  'doc.open': method(z.strictObject({ file: fileHandle }), documentSchema),
  'doc.save': method(
    z.strictObject({ doc: docHandle, text: pipelineText, overwrite: z.boolean() }),
    saveResult,
  ),
  'doc.saveAs': method(z.strictObject({ doc: docHandle, text: pipelineText, file: fileHandle }), saveResult),
  /** Reads the file again, and asks again whether it is trusted. */
  'doc.reload': method(z.strictObject({ doc: docHandle }), documentSchema),
  /** What the file holds now; absent where it is gone or was never there. */
  'doc.onDisk': method(z.strictObject({ doc: docHandle }), z.strictObject({ text: pipelineText.optional() })),
  'doc.close': method(z.strictObject({ doc: docHandle }), nothing),
  /** Keeps unsaved work where a crash cannot take it. */
  'doc.backup': method(z.strictObject({ doc: docHandle, text: pipelineText }), nothing),
  'doc.discardBackup': method(z.strictObject({ doc: docHandle }), nothing),
  'doc.trust': method(
    z.strictObject({ doc: docHandle, text: pipelineText, scope: z.enum(['file', 'folder']) }),
    z.strictObject({ trusted: z.boolean() }),
  ),
} as const;

export const documentEvents = {
  /** The file of an open document is no longer what was read or written. */
  'doc.changed': z.strictObject({ doc: docHandle, text: pipelineText.optional() }),
} as const;
