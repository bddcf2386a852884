import { useEffect } from 'react';
import { start } from '../rpc/connect.ts';
import { Shell } from '../shell/shell.tsx';
import { Welcome } from '../shell/welcome.tsx';
import { useDocument } from '../store/document.ts';

/** The start page, or the pipeline that is open. */
export const App = () => {
  const isOpen = useDocument(state => state.doc !== undefined);
  useEffect(() => start(), []);
  return isOpen ? <Shell /> : <Welcome />;
};
