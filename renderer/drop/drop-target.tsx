/** Lets files be dropped and tables be pasted on the canvas. Stands inside the canvas, which says where a point lies. */
import { useReactFlow } from '@xyflow/react';
import { FilePlus2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { attempt } from '../store/actions.ts';
import styles from './drop.module.css';
import { dropFiles, pasteHtml, pasteTable } from './drop.ts';
import { isHtmlTable } from './sources.ts';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [contenteditable], dialog') !== null);

export const DropTarget = () => {
  const { screenToFlowPosition } = useReactFlow();
  const [over, setOver] = useState(false);
  useEffect(() => {
    let last = { x: window.innerWidth / 2, y: window.innerHeight / 3 };
    const flowPoint = (point: { x: number; y: number }) => {
      const { x, y } = screenToFlowPosition(point);
      return [Math.round(x), Math.round(y)] as const;
    };
    const onMove = (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.closest('.react-flow') !== null)
        last = { x: event.clientX, y: event.clientY };
    };
    // A file that is dropped anywhere must not make the browser leave the page for it.
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      const inside = event.target instanceof Element && event.target.closest('.react-flow') !== null;
      void dropFiles(files, flowPoint(inside ? { x: event.clientX, y: event.clientY } : last));
    };
    const onPaste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isField(event.target)) return;
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) {
        event.preventDefault();
        void dropFiles(files, flowPoint(last));
        return;
      }
      const [html, text] = ['text/html', 'text/plain'].map(type => event.clipboardData?.getData(type) ?? '');
      // Text is exact where a spreadsheet wrote it; a web page says in HTML alone what is a header.
      if (isHtmlTable(html ?? '', text ?? '')) {
        event.preventDefault();
        void attempt(() => pasteHtml(html ?? '', flowPoint(last)));
      } else if (pasteTable(text ?? '', flowPoint(last))) event.preventDefault();
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, [screenToFlowPosition]);
  return over ? (
    <div className={styles.over} aria-hidden="true">
      <span>
        <FilePlus2 size={18} />
        Drop to add as a source
      </span>
    </div>
  ) : null;
};
