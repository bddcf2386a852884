/** Files dropped on a page: a browser gives no path, so their bytes are brought to the document's folder. */
import { z } from 'zod';
import { chosenSchema } from './app.ts';
import { bytes, method, nothing } from './define.ts';
import { docHandle } from './documents.ts';

/** Bytes that one call may carry, and a file may have. */
export const mostChunkBytes = 4_000_000;
export const mostUploadBytes = 4_000_000_000;

const upload = z.string().regex(/^upload:\d+$/);

export const uploadMethods = {
  /** Begins; `path` is what a setting will say unless another file takes the name meanwhile. */
  'files.upload': method(
    z.strictObject({
      doc: docHandle,
      name: z.string().min(1).max(1000),
      size: z.int().min(0).max(mostUploadBytes),
    }),
    z.strictObject({ upload, path: z.string() }),
  ),
  'files.uploadChunk': method(
    z.strictObject({ upload, bytes: bytes.refine(chunk => chunk.byteLength <= mostChunkBytes) }),
    nothing,
  ),
  /** The file takes its place, beside what is there: nothing is ever overwritten. */
  'files.uploadFinish': method(z.strictObject({ upload, doc: docHandle }), chosenSchema),
  'files.uploadCancel': method(z.strictObject({ upload }), nothing),
} as const;
