import type { Severity } from '../../engine/diagnostics/diagnostic.ts';
import type { Schema } from '../../engine/schema/types.ts';
import type { Allow } from './words.ts';

export type EditorProps = {
  readonly id: string;
  readonly label: string;
  readonly describedBy: string;
  readonly hint: string;
  readonly value: string;
  /** Whether Enter begins a line. */
  readonly lines: boolean;
  readonly columns: Schema;
  readonly allow: Allow;
  readonly marks: readonly {
    readonly from?: number;
    readonly to?: number;
    readonly severity: Severity;
    readonly message: string;
  }[];
  /** The characters that are to be gone to. */
  readonly wanted: { readonly from?: number; readonly to?: number } | undefined;
  readonly onFocused: () => void;
  readonly onChange: (text: string) => void;
};
