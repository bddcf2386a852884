/** A Vega-Lite chart as SVG, without a screen and without generated code. */
import { Error as OnlyErrors, parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { closedLoader } from '../../chart/loader.ts';

export const svgOf = async (spec: Record<string, unknown>): Promise<string> => {
  const { spec: vega } = compile(spec as unknown as TopLevelSpec);
  const view = new View(parse(vega, undefined, { ast: true } as never), {
    expr: expressionInterpreter as never,
    loader: closedLoader as never,
    renderer: 'none',
    logLevel: OnlyErrors,
  } as never);
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
};
