/** Ids and kinds as the person who drew the pipeline calls them. */
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';

/** A node by its title, as on the canvas; by the title of its kind where it has none of its own. */
export const nodeTitle = (id: string): string => {
  const node = useDocument.getState().document?.nodes.find(n => n.id === id);
  return node?.title ?? (node === undefined ? methodTitle(id) : methodTitle(node.kind));
};

/** A method is the kind of its estimator. */
export const methodTitle = (method: string): string => kindOf(method)?.title ?? method;
