export {
  type ExcelSinkOptions,
  type ExcelSourceOptions,
  excelSinkOptions,
  excelSourceOptions,
} from './options.ts';
export { excelSink } from './sink.ts';
export { excelSheets, excelSource } from './source.ts';
