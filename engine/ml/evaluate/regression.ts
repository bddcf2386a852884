/** How far predictions of a number are from what there was. */
import type { NamedExpr } from '../../plan/expr.ts';
import type { Data } from '../engine.ts';
import { get } from '../kernels.ts';
import { passesOver } from '../passes.ts';
import { weightColumns, weightReader } from '../weights.ts';
import { doubleColumn } from '../words.ts';

export type RegressionScores = {
  readonly rows: number;
  readonly rmse: number;
  readonly mse: number;
  readonly mae: number;
  /** 1 is perfect, 0 is no better than the mean; null where the label never varies. */
  readonly r2: number | null;
  /** Mean of |error| / |label|, as a fraction; null where a label is 0. */
  readonly mape: number | null;
  readonly bias: number;
};

export const regressionScores = async (
  data: Data,
  {
    label,
    prediction,
    weight,
  }: { readonly label: string; readonly prediction: string; readonly weight?: string },
): Promise<RegressionScores> => {
  const columns: readonly NamedExpr[] = [label, prediction].map(name => ({ name, expr: doubleColumn(name) }));
  const passes = passesOver(data, [...columns, ...weightColumns(weight)], { keep: 0 });
  const read = weightReader(weight, 2);
  let [rows, total, square, absolute, relative, signed, mean, spread] = [0, 0, 0, 0, 0, 0, 0, 0];
  await passes.each(block => {
    const { rows: n, stride, values } = block;
    const w = new Float64Array(n);
    read(block, w);
    rows += n;
    for (let r = 0; r < n; r++) {
      const y = get(values, r);
      const off = get(values, stride + r) - y;
      const weighted = get(w, r);
      if (weighted === 0) continue;
      total += weighted;
      square += weighted * off * off;
      absolute += weighted * Math.abs(off);
      signed += weighted * off;
      relative += weighted * Math.abs(off / y);
      const by = y - mean;
      mean += (by * weighted) / total;
      spread += weighted * by * (y - mean);
    }
  });
  return {
    rows,
    mse: square / total,
    rmse: Math.sqrt(square / total),
    mae: absolute / total,
    r2: spread > 0 ? 1 - square / spread : null,
    mape: Number.isFinite(relative) ? relative / total : null,
    bias: signed / total,
  };
};
