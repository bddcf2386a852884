import { useDocument } from '../store/document.ts';
import { onlySelected, useSelection } from '../store/selection.ts';

export const Inspector = () => {
  const id = useSelection(onlySelected);
  const node = useDocument(state => state.document?.nodes.find(n => n.id === id));
  return (
    <aside aria-label="Settings">{node === undefined ? 'Select a node' : JSON.stringify(node.params)}</aside>
  );
};
