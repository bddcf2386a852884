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
import type { Answer, Need, SourceAnswer, SourceRequest } from '../compile/needs.ts';
import type { World } from '../connectors/contract.ts';
import { type Diagnostic, diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { engineError, invariant } from '../diagnostics/errors.ts';
import type { PipelineDocument } from '../graph/document.ts';
import { parameterValues } from '../graph/parameters.ts';
import { parsePipeline } from '../graph/parse.ts';
import { outputProblems } from './clashes.ts';
import { describedSources, type Patience } from './described.ts';
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
  /** Told when a server that was slow has answered: the pipeline is asked about again. */
  readonly onLate?: () => void;
  readonly patience?: Patience;
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
  /** Nodes whose source is still asked what it looks like; nothing is known yet of them and of what they feed. */
  readonly asking: readonly string[];
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
  /** `warn` hears what a person should know of a read that went on. */
  readonly worldOver: (
    session: Session,
    signal: AbortSignal,
    warn?: (message: string) => void,
  ) => (node: string) => World;
  /** Absolute; where relative paths start. */
  readonly folder: string;
  readonly file: string;
};

export type Workbench = {
  /** Everything that can be said of the pipeline. Nothing outside the text is touched unless it is trusted. */
  look(source: BenchSource, signal: AbortSignal): Promise<Looked>;
  /**
   * The same with a session; undefined where the text is no pipeline or is not trusted. Sources that are still asked are
   * waited for, unless all that is wanted are rows of a node that they do not feed.
   */
  open(source: BenchSource, signal: AbortSignal, node?: string): Promise<Bench | undefined>;
  close(): Promise<void>;
};

export const openWorkbench = ({ catalogue, env, memory, onLate, patience }: BenchOptions): Workbench => {
  let saved: SavedSecrets = new Map();
  const secrets = secretsFrom(env, allPermitted, () => saved);
  let held: { readonly key: string; readonly session: Session } | undefined;
  let last: { readonly key: string; readonly bench: Bench } | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const sources = describedSources({
    onLate: () => {
      last = undefined;
      onLate?.();
    },
    ...(patience !== undefined && { patience }),
  });

  /** One after another: a session has one connection, and the newest text is the one that counts. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => {});
    return mine;
  };

  const sessionFor = async (may: Awaited<ReturnType<typeof allowed>>): Promise<Session> => {
    const key = JSON.stringify(may);
    if (held?.key === key) return held.session;
    // A question that is still open may use the session.
    await sources.stop();
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
    if (document === undefined)
      return { diagnostics: parsed.diagnostics, capabilities: noCapabilities, asking: [] };
    const { values, diagnostics: unset } = parameterValues(document, source.parameters);
    const graph = bind(document, catalogue, values);
    const declared = nodeCapabilities(graph);
    const before = [...parsed.diagnostics, ...unset];
    const capabilities = sumCapabilities(declared);
    if (!source.trusted)
      return { document, diagnostics: [...before, ...graph.diagnostics], capabilities, asking: [] };
    const given = new Map(source.secrets);
    const isSame =
      given.size === saved.size && [...given].every(([name, value]) => saved.get(name) === value);
    saved = given;
    if (!isSame) sources.forget();
    const folder = await realpath(source.folder).catch(() => source.folder);
    const may = await allowed(declared, folder, allPermitted);
    const session = await sessionFor(may);
    const worldOver: Bench['worldOver'] = (over, ending, warn) => () =>
      worldOf({
        folder,
        permissions: allPermitted,
        secrets,
        session: over,
        signal: ending,
        ...(warn !== undefined && { warn }),
      });
    const world = (ending: AbortSignal) => worldOver(session, ending);
    const hostFor = (ending: AbortSignal) =>
      answerWith({
        session,
        secrets,
        world: world(ending),
        distinct: need => distinctValues(need, session, secrets, world(ending), memory),
      });
    const host = hostFor(signal);
    const describe = async (requests: readonly SourceRequest[]): Promise<readonly SourceAnswer[]> => {
      const answers = await sources.ask(
        requests,
        folder,
        async (request, ending) => {
          const found = await hostFor(ending)({ need: 'sources', sources: [request] });
          invariant(found.need === 'sources' && found.sources[0] !== undefined, 'a source has an answer');
          return found.sources[0];
        },
        signal,
      );
      return answers.map(answer => answer ?? { problem: diagnostic('source-asking', {}) });
    };
    const answer = async (need: Need): Promise<Answer> =>
      need.need !== 'sources' ? host(need) : { need: 'sources', sources: await describe(need.sources) };
    const compiled = await drive(compile({ document, catalogue, values }), answer);
    const isAsking = (d: Diagnostic): boolean => d.code === 'source-asking';
    const diagnostics = [
      ...before,
      ...compiled.diagnostics.filter(d => !isAsking(d)),
      ...(await outputProblems(compiled, folder, allPermitted)),
    ];
    const bench: Bench = {
      document,
      diagnostics,
      capabilities,
      asking: [...new Set(compiled.diagnostics.filter(isAsking).flatMap(d => d.node ?? []))],
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

  const lookOnce = async (source: BenchSource, signal: AbortSignal): Promise<Looked | Bench> =>
    last?.key === JSON.stringify(source) ? last.bench : look(source, signal);

  /** Whether rows of a node can be had, or it is known why not. */
  const isTold = ({ compiled, diagnostics }: Bench, node: string): boolean =>
    compiled.plan.relations.some(r => r.node === node) ||
    diagnostics.some(d => d.node === node && isError(d));

  return {
    look: (source, signal) => inTurn(() => look(source, signal)),
    open: async (source, signal, node) => {
      for (;;) {
        const found = await inTurn(() => lookOnce(source, signal));
        if (!('session' in found)) return undefined;
        if (found.asking.length === 0 || (node !== undefined && isTold(found, node))) return found;
        await sources.settled(signal);
        if (signal.aborted) throw engineError('cancelled', {});
      }
    },
    close: async () => {
      await turn;
      await sources.stop();
      await held?.session.close();
      held = undefined;
    },
  };
};
