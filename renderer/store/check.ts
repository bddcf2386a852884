/** What the engine says about the pipeline as it is now: problems, and the columns at every port. */
import { create } from 'zustand';
import type { CheckResult } from '../../engine/contract/design.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { host } from '../rpc/connect.ts';
import { sourceOf, useDocument } from './document.ts';

type CheckState = {
  readonly diagnostics: readonly Diagnostic[];
  readonly byNode: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly ports: Readonly<Record<string, Schema>>;
  readonly capabilities: CheckResult['capabilities'] | undefined;
  /** Nodes whose source has not answered yet. */
  readonly asking: readonly string[];
  /** True while an answer is awaited; the last one stays on the screen meanwhile. */
  readonly checking: boolean;
  /** Why there is no answer, where there is none. */
  readonly failed: string | undefined;
};

export const useCheck = create<CheckState>()(() => ({
  diagnostics: [],
  byNode: new Map(),
  ports: {},
  capabilities: undefined,
  asking: [],
  checking: false,
  failed: undefined,
}));

/** Quiet time after an edit before the engine is asked. */
const quietMs = 120;

let timer: ReturnType<typeof setTimeout> | undefined;
let running: AbortController | undefined;

const groupByNode = (diagnostics: readonly Diagnostic[]) => {
  const groups = new Map<string, Diagnostic[]>();
  for (const d of diagnostics) {
    if (d.node === undefined) continue;
    const own = groups.get(d.node);
    if (own === undefined) groups.set(d.node, [d]);
    else own.push(d);
  }
  return groups;
};

/** Asks now. An older question that is still open is dropped. */
export const checkNow = async (): Promise<void> => {
  clearTimeout(timer);
  running?.abort();
  const source = sourceOf(useDocument.getState());
  if (source === undefined) return;
  const controller = new AbortController();
  running = controller;
  useCheck.setState({ checking: true });
  try {
    const { diagnostics, ports, capabilities, asking } = await host().call(
      'design.check',
      { source },
      controller.signal,
    );
    if (running !== controller) return;
    useCheck.setState({
      diagnostics,
      byNode: groupByNode(diagnostics),
      ports,
      capabilities,
      asking,
      checking: false,
      failed: undefined,
    });
  } catch (error) {
    if (running !== controller) return;
    useCheck.setState({ checking: false, failed: error instanceof RpcError ? error.message : String(error) });
  }
};

/** Asks again whenever what the pipeline means may have changed; moving nodes asks nothing. */
export const watchDocument = (): (() => void) => {
  // Whoever watches comes after the document was loaded.
  if (useDocument.getState().document !== undefined) void checkNow();
  return useDocument.subscribe((now, before) => {
    const same =
      now.doc === before.doc &&
      now.trusted === before.trusted &&
      now.values === before.values &&
      now.document?.nodes === before.document?.nodes &&
      now.document?.edges === before.document?.edges &&
      now.document?.parameters === before.document?.parameters;
    if (same || now.document === undefined) return;
    clearTimeout(timer);
    timer = setTimeout(() => void checkNow(), now.doc === before.doc ? quietMs : 0);
  });
};

/** Ports of a node whose columns are known, in their order. */
export const knownPorts = (ports: CheckState['ports'], node: string): readonly string[] =>
  Object.keys(ports).flatMap(name => (name.startsWith(`${node}.`) ? [name.slice(node.length + 1)] : []));
