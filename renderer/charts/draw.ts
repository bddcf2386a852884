/** Draws a Vega-Lite chart without generated code: expressions are interpreted, as the content policy asks. */
import { Error as OnlyErrors, parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { closedLoader } from '../../engine/chart/loader.ts';

export type Drawn = {
  png(): Promise<Blob>;
  svg(): Promise<Blob>;
  end(): void;
};

export const draw = async (spec: Record<string, unknown>, place: HTMLElement): Promise<Drawn> => {
  const { spec: vega } = compile(spec as unknown as TopLevelSpec);
  const view = new View(parse(vega, undefined, { ast: true } as never), {
    expr: expressionInterpreter as never,
    loader: closedLoader as never,
    renderer: 'canvas',
    logLevel: OnlyErrors,
    container: place,
    hover: true,
  } as never);
  await view.runAsync();
  return {
    png: async () => {
      const canvas = (await view.toCanvas(2)) as unknown as HTMLCanvasElement;
      return new Promise((resolve, reject) =>
        canvas.toBlob(
          blob => (blob === null ? reject(new Error('The picture is empty.')) : resolve(blob)),
          'image/png',
        ),
      );
    },
    svg: async () => new Blob([await view.toSVG()], { type: 'image/svg+xml' }),
    end: () => view.finalize(),
  };
};
