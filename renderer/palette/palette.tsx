import { addNode, freeId } from '../../engine/graph/edits.ts';
import { useDocument } from '../store/document.ts';
import { allKinds, categories } from '../store/kinds.ts';

export const Palette = () => (
  <nav aria-label="Nodes">
    {categories.map(category => (
      <section key={category}>
        <h2>{category}</h2>
        {allKinds
          .filter(kind => kind.category === category)
          .map(kind => (
            <button
              key={kind.kind}
              type="button"
              onClick={() =>
                useDocument
                  .getState()
                  .edit(
                    d =>
                      addNode(
                        d,
                        { id: freeId(d, kind.kind), kind: kind.kind, version: kind.version, params: {} },
                        [0, 0],
                      ),
                    { label: `Add ${kind.title}` },
                  )
              }
            >
              {kind.title}
            </button>
          ))}
      </section>
    ))}
  </nav>
);
