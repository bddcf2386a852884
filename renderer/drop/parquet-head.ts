/** The first rows of a Parquet file, read in place: only its footer and the pages that are needed. */
import { type DataType, DataType as Types, tableFromIPC } from 'apache-arrow';
import init, { ParquetFile } from 'parquet-wasm/esm';
import wasm from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url';
import type { Head } from './head.ts';

let ready: Promise<unknown> | undefined;

/** What the engine will most likely call it; its own word comes a moment later. */
const typeName = (type: DataType): string => {
  if (Types.isInt(type)) return type.bitWidth === 64 ? 'BIGINT' : 'INTEGER';
  if (Types.isFloat(type)) return 'DOUBLE';
  if (Types.isBool(type)) return 'BOOLEAN';
  if (Types.isDecimal(type)) return `DECIMAL(${type.precision},${type.scale})`;
  if (Types.isDate(type)) return 'DATE';
  if (Types.isTimestamp(type)) return 'TIMESTAMP';
  return 'VARCHAR';
};

/** Digits of a decimal, which Arrow hands out as words of an integer. */
const decimalText = (words: Uint32Array, scale: number): string => {
  let value = 0n;
  for (let i = words.length - 1; i >= 0; i--) value = (value << 32n) | BigInt(words[i] ?? 0);
  value = BigInt.asIntN(words.length * 32, value);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const whole = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return value < 0n ? `-${whole}` : whole;
};

const cell = (value: unknown, type: DataType): unknown => {
  if (value === null || value === undefined) return null;
  if (Types.isDecimal(type)) return decimalText(value as Uint32Array, type.scale);
  if (Types.isDate(type)) return new Date(Number(value)).toISOString().slice(0, 10);
  if (Types.isTimestamp(type))
    return new Date(Number(value))
      .toISOString()
      .replace('T', ' ')
      .replace(/\.?0*Z$/, '');
  return typeof value === 'object'
    ? JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v))
    : value;
};

export const parquetHead = async (file: File, rows: number): Promise<Head | undefined> => {
  ready ??= init({ module_or_path: wasm });
  try {
    await ready;
    const parquet = await ParquetFile.fromFile(file);
    const table = tableFromIPC((await parquet.read({ limit: rows })).intoIPCStream());
    const { fields } = table.schema;
    return {
      columns: fields.map(f => ({ name: f.name, type: typeName(f.type) })),
      rows: Array.from({ length: table.numRows }, (_, row) =>
        fields.map((f, i) => cell(table.getChildAt(i)?.get(row), f.type)),
      ),
    };
  } catch {
    // What the engine says of the file comes anyway, with the reason.
    return undefined;
  }
};
