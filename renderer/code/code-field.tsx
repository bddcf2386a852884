import { lazy, Suspense } from 'react';
import styles from '../inspector/form.module.css';
import type { EditorProps } from './props.ts';

const Editor = lazy(() => import('./editor.tsx'));

/** A field for code. Its text is there at once, the editor a moment later. */
export const CodeField = (props: EditorProps & { readonly wrong: boolean }) => (
  <div className={styles.code} data-wrong={props.wrong || undefined} data-lines={props.lines || undefined}>
    <Suspense fallback={<pre className={styles.waiting}>{props.value || props.hint}</pre>}>
      <Editor {...props} />
    </Suspense>
  </div>
);
