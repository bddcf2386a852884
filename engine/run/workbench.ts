/**
 * A pipeline on a designer's bench: its text changes with every edit, and each time it is asked again what is wrong and
 * which columns are where. Keeps a session and what its sources looked like, so that an answer takes milliseconds.
 */
import { realpath } from 'node:fs/promises';
import type { Catalogue } from '../catalogue/node.ts';
import { bind } from '../compile/bind.ts';
import {
  type CapabilitySum,
  noCapabilities,
  nodeCapabilities,
  sumCapabilities,
} from '../compile/capabilities.ts';
import { type Compiled, compile } from '../compile/compile.ts';
import { drive } from '../compile/drive.ts';
import type { Answer, Need } from '../compile/needs.ts';
import type { World } from '../connectors/contract.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { PipelineDocument } from '../graph/document.ts';
import { parameterValues } from '../graph/parameters.ts';
import { parsePipeline } from '../graph/parse.ts';
import { outputProblems } from './clashes.ts';
import { describedSources } from './described.ts';
import { distinctValues } from './distinct-values.ts';
import { answerWith } from './host.ts';
import { allPermitted } from './paths.ts';
import { type SavedSecrets, type Secrets, secretsFrom } from './secrets.ts';
import { openSession, type Session } from './session.ts';
import { allowed } from './targets.ts';
import { worldOf } from './world.ts';

export type BenchOptions = {
  readonly catalogue: Catalogue;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly memory?: string;
};

/** A pipeline as a designer has it: text, the folder its paths are relative to, and whether it may look outside. */
export type BenchSource = {
  readonly text: string;
  readonly folder: string;
  /** The file's name: by it, what runs of the pipeline kept is found. */
  readonly file: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly trusted: boolean;
  /** Saved secrets, for what the environment does not have. */
  readonly secrets?: readonly (readonly [name: string, value: string])[];
};

export type Looked = {
  readonly document?: PipelineDocument;
  readonly diagnostics: readonly Diagnostic[];
  readonly capabilities: CapabilitySum;
  /** Absent where the text is no pipeline, or is not trusted. */
  readonly compiled?: Compiled;
};

/** A compiled pipeline with the session in which its rows can be had. */
export type Bench = Looked & {
  readonly document: PipelineDocument;
  readonly compiled: Compiled;
  readonly session: Session;
  readonly secrets: Secrets;
  readonly world: (signal: AbortSignal) => (node: string) => World;
  /** What a session for this pipeline may touch, and the world as seen from such a session. */
  readonly may: Awaited<ReturnType<typeof allowed>>;
  readonly worldOver: (session: Session, signal: AbortSignal) => (node: string) => World;
  /** Absolute; where relative paths start. */
  readonly folder: string;
  readonly file: string;
};

export type Workbench = {
  /** Everything that can be said of the pipeline. Nothing outside the text is touched unless it is trusted. */
  look(source: BenchSource, signal: AbortSignal): Promise<Looked>;
  /** The same with a session; undefined where the text is no pipeline or is not trusted. */
  open(source: BenchSource, signal: AbortSignal): Promise<Bench | undefined>;
  close(): Promise<void>;
};

export const openWorkbench = ({ catalogue, env, memory }: BenchOptions): Workbench => {
  const sources = describedSources();
  let saved: SavedSecrets = new Map();
  const secrets = secretsFrom(env, allPermitted, () => saved);
  let held: { readonly key: string; readonly session: Session } | undefined;
  let last: { readonly key: string; readonly bench: Bench } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after another: a session has one connection, and the newest text is the one that counts. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  };

  const sessionFor = async (may: Awaited<ReturnType<typeof allowed>>): Promise<Session> => {
    const key = JSON.stringify(may);
    if (held?.key === key) return held.session;
    await held?.session.close();
    held = undefined;
    last = undefined;
    const session = await openSession({ ...may, ...(memory !== undefined && { memory }) });
    held = { key, session };
    return session;
  };

  const look = async (source: BenchSource, signal: AbortSignal): Promise<Looked | Bench> => {
    const key = JSON.stringify(source);
    const parsed = parsePipeline(source.text);
    const { document } = parsed;
    if (document === undefined) return { diagnostics: parsed.diagnostics, capabilities: noCapabilities };
    const { values, diagnostics: unset } = parameterValues(document, source.parameters);
    const graph = bind(document, catalogue, values);
    const declared = nodeCapabilities(graph);
    const before = [...parsed.diagnostics, ...unset];
    const capabilities = sumCapabilities(declared);
    if (!source.trusted) return { document, diagnostics: [...before, ...graph.diagnostics], capabilities };
    saved = new Map(source.secrets);
    const folder = await realpath(source.folder).catch(() => source.folder);
    const may = await allowed(declared, folder, allPermitted);
    const session = await sessionFor(may);
    const worldOver = (over: Session, ending: AbortSignal) => () =>
      worldOf({ folder, permissions: allPermitted, secrets, session: over, signal: ending });
    const world = (ending: AbortSignal) => worldOver(session, ending);
    const host = answerWith({
      session,
      secrets,
      world: world(signal),
      distinct: need => distinctValues(need, session, secrets, world(signal), memory),
    });
    const answer = async (need: Need): Promise<Answer> =>
      need.need !== 'sources'
        ? host(need)
        : {
            need: 'sources',
            sources: await sources.ask(need.sources, folder, async requests => {
              const found = await host({ need: 'sources', sources: requests });
              return found.need === 'sources' ? found.sources : [];
            }),
          };
    const compiled = await drive(compile({ document, catalogue, values }), answer);
    const diagnostics = [
      ...before,
      ...compiled.diagnostics,
      ...(await outputProblems(compiled, folder, allPermitted)),
    ];
    const bench: Bench = {
      document,
      diagnostics,
      capabilities,
      compiled,
      session,
      secrets,
      world,
      may,
      worldOver,
      folder,
      file: source.file,
    };
    last = { key, bench };
    return bench;
  };

  return {
    look: (source, signal) => inTurn(() => look(source, signal)),
    open: (source, signal) =>
      inTurn(async () => {
        if (last?.key === JSON.stringify(source)) return last.bench;
        const found = await look(source, signal);
        return 'session' in found ? found : undefined;
      }),
    close: async () => {
      await turn;
      await held?.session.close();
      held = undefined;
    },
  };
};
