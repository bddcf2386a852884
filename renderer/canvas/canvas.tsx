import { Background, Controls, MiniMap, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { useMemo } from 'react';
import { connect, moveNode } from '../../engine/graph/edits.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { flowEdges, flowNodes } from './flow-nodes.ts';
import { KindNodeView } from './kind-node.tsx';

const nodeTypes = { kind: KindNodeView };

export const Canvas = () => {
  const document = useDocument(state => state.document);
  const selected = useSelection(state => state.nodes);
  const selectedEdges = useSelection(state => state.edges);
  const nodes = useMemo(
    () => (document === undefined ? [] : flowNodes(document, selected)),
    [document, selected],
  );
  const edges = useMemo(
    () => (document === undefined ? [] : flowEdges(document, selectedEdges)),
    [document, selectedEdges],
  );
  return (
    <ReactFlowProvider>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        fitView
        proOptions={{ hideAttribution: true }}
        onNodeClick={(_, node) => useSelection.getState().select([node.id])}
        onPaneClick={() => useSelection.getState().select([])}
        onNodeDragStop={(_, node) =>
          useDocument.getState().edit(d => moveNode(d, node.id, [node.position.x, node.position.y]), {
            label: `Move ${node.id}`,
          })
        }
        onConnect={({ source, target, sourceHandle, targetHandle }) =>
          useDocument
            .getState()
            .edit(d => connect(d, { from: `${source}.${sourceHandle}`, to: `${target}.${targetHandle}` }), {
              label: 'Connect',
            })
        }
      >
        <Background />
        <MiniMap pannable zoomable />
        <Controls />
      </ReactFlow>
    </ReactFlowProvider>
  );
};
