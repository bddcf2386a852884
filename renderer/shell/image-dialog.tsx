import { useEffect, useMemo, useState } from 'react';
import { drawingOf } from '../diff/drawing.ts';
import { type Colours, svgText } from '../diff/svg-text.ts';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import styles from './dialog.module.css';
import { DialogFrame } from './dialog-frame.tsx';
import { saveBlob, saveText } from './hand-out.ts';

const close = () => useUi.getState().show(undefined);

/** The colours of the theme that is shown, as an image needs them. */
const themeColours = (): { readonly colours: Colours; readonly of: (name: string) => string } => {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string) => style.getPropertyValue(name).trim();
  return {
    of,
    colours: {
      ground: of('--bg-canvas'),
      box: of('--bg-raised'),
      line: of('--line-strong'),
      wire: of('--wire'),
      ink: of('--ink'),
      soft: of('--ink-3'),
      note: of('--warn-soft'),
    },
  };
};

/** Pixels of the longer side; browsers refuse much larger canvases. */
const mostPixels = 8000;

const pngOf = async (address: string, width: number, height: number): Promise<Blob | undefined> => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const scale = Math.min(2, mostPixels / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise(done => canvas.toBlob(blob => done(blob ?? undefined), 'image/png'));
};

/** The canvas as a picture to keep. */
export const ImageDialog = () => {
  const pipeline = useDocument(state => state.document);
  const [address, setAddress] = useState<string | undefined>();
  const drawn = useMemo(() => {
    if (pipeline === undefined) return undefined;
    const { colours, of } = themeColours();
    const drawing = drawingOf(pipeline, kind => kindOf(kind)?.title ?? kind);
    const categories = new Map(pipeline.nodes.map(n => [n.id, kindOf(n.kind)?.category.toLowerCase()]));
    const svg = svgText(drawing, colours, id => of(`--cat-${categories.get(id) ?? 'sql'}`));
    return { svg, width: drawing.frame[2], height: drawing.frame[3] };
  }, [pipeline]);
  useEffect(() => {
    if (drawn === undefined) return;
    const made = URL.createObjectURL(new Blob([drawn.svg], { type: 'image/svg+xml' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [drawn]);
  if (pipeline === undefined || drawn === undefined) return null;
  return (
    <DialogFrame
      wide
      title="Export as image"
      close={close}
      actions={
        <>
          <Button onClick={() => saveText(`${pipeline.name}.svg`, drawn.svg, 'image/svg+xml')}>
            Save SVG
          </Button>
          <Button
            look="primary"
            disabled={address === undefined}
            onClick={async () => {
              const blob =
                address === undefined ? undefined : await pngOf(address, drawn.width, drawn.height);
              if (blob === undefined)
                useUi.getState().say('This pipeline is too large for a PNG. Save it as SVG.', 'error');
              else saveBlob(`${pipeline.name}.png`, blob);
            }}
          >
            Save PNG
          </Button>
        </>
      }
    >
      {address === undefined ? null : (
        <img className={styles.preview} src={address} alt={`The canvas of ${pipeline.name}`} />
      )}
      <p className={styles.hint}>In the colours of the screen, light or dark as it is now.</p>
    </DialogFrame>
  );
};
