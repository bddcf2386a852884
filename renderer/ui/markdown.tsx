/** Markdown as React elements. The library comes with the first text that is shown; until then the text stands as it is. */
import { lazy, Suspense } from 'react';
import type { Options } from 'react-markdown';

const Library = lazy(() => import('react-markdown'));

export const Markdown = ({ text, ...options }: Omit<Options, 'children'> & { readonly text: string }) => (
  <Suspense fallback={<p style={{ whiteSpace: 'pre-line' }}>{text}</p>}>
    <Library {...options}>{text}</Library>
  </Suspense>
);
