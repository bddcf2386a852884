/** The columns at every port as they were last known, so that a form still offers them while a step above is wrong. */
import { create } from 'zustand';
import { useCheck } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { followed, type Ports, type Renames } from './renames.ts';

type Known = { readonly doc: string | undefined; readonly ports: Ports; readonly renames: Renames };

export const useKnown = create<Known>()(() => ({ doc: undefined, ports: {}, renames: {} }));

const take = (ports: Ports): void => {
  const { doc, document } = useDocument.getState();
  const known = useKnown.getState();
  const before = known.doc === doc ? known.ports : {};
  const nodes = new Set(document?.nodes.map(n => n.id));
  const kept = Object.fromEntries(
    Object.entries(before).filter(([port]) => nodes.has(port.slice(0, port.indexOf('.')))),
  );
  useKnown.setState({
    doc,
    ports: { ...kept, ...ports },
    renames: followed(known.doc === doc ? known.renames : {}, before, { ...kept, ...ports }),
  });
};

useCheck.subscribe((now, before) => {
  if (now.ports !== before.ports) take(now.ports);
});
