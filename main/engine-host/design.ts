/** What the engine process answers while a pipeline is drawn. */
import type { EngineContract } from '../../engine/contract/contract.ts';
import type { Handlers } from '../../engine/contract/rpc.ts';
import { isError } from '../../engine/diagnostics/diagnostic.ts';
import { engineError } from '../../engine/diagnostics/errors.ts';
import { printScript } from '../../engine/duckdb/script.ts';
import { lineageOf } from '../../engine/plan/lineage.ts';
import { tablesOf } from '../../engine/run/tables-of.ts';
import type { Benches } from './benches.ts';

type DesignHandlers = Pick<
  Handlers<EngineContract>,
  'design.check' | 'design.export' | 'design.lineage' | 'design.tables' | 'design.close'
>;

export const designHandlers = (benches: Benches): DesignHandlers => ({
  'design.check': async ({ source }, signal) => {
    const begun = performance.now();
    const { diagnostics, capabilities, compiled, asking } = await benches.of(source).look(source, signal);
    return {
      diagnostics: [...diagnostics],
      capabilities,
      asking: [...asking],
      ports: Object.fromEntries([...(compiled?.ports ?? [])].map(([port, columns]) => [port, [...columns]])),
      ms: performance.now() - begun,
    };
  },
  'design.export': async ({ source, format, node }, signal) => {
    const bench = await benches.of(source).open(source, signal);
    if (bench === undefined) throw engineError('not-trusted', {});
    const { compiled, document } = bench;
    const { diagnostics } = bench;
    if (diagnostics.some(isError)) return { text: '', diagnostics: [...diagnostics] };
    if (format === 'sql') {
      const script = printScript({
        name: document.name,
        plan: compiled.plan,
        folder: source.folder,
        ...(node !== undefined && { node }),
      });
      return { text: script.sql, diagnostics: [...diagnostics, ...script.diagnostics] };
    }
    const { pysparkOf } = await import('../../engine/run/pyspark.ts');
    const program = await pysparkOf(document, compiled.plan);
    return { text: program.python, diagnostics: [...diagnostics, ...program.diagnostics] };
  },
  'design.lineage': async ({ source }, signal) => {
    const bench = await benches.of(source).open(source, signal);
    if (bench === undefined) throw engineError('not-trusted', {});
    return { links: lineageOf(bench.compiled.plan) };
  },
  'design.tables': async ({ source, node }, signal) => {
    const bench = await benches.of(source).open(source, signal, node);
    if (bench === undefined) throw engineError('not-trusted', {});
    return { tables: [...(await tablesOf(bench, node, signal))] };
  },
  'design.close': async ({ source }) => {
    await benches.close(source.doc);
    return undefined;
  },
});
