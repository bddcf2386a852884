/** The chart of a chart node. What is chosen here are the node's settings. */
import { useMemo } from 'react';
import type { Chart } from '../../engine/chart/declare.ts';
import { setParams } from '../../engine/graph/edits.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { chartOfSettings, settingsOfChart } from '../../nodes/shared/chart-params.ts';
import type { Place } from '../preview/looking.ts';
import { useDocument } from '../store/document.ts';
import { ChartPanel } from './chart-panel.tsx';

type Props = {
  readonly columns: Schema;
  readonly at: Place;
  readonly dataKey: string;
  readonly node: string;
};

const ChartOfNode = ({ columns, at, dataKey, node: id }: Props) => {
  const node = useDocument(state => state.document?.nodes.find(n => n.id === id));
  const params = node?.params;
  const chart = useMemo(() => chartOfSettings(params ?? {}), [params]);
  const change = (next: Chart): void =>
    useDocument
      .getState()
      .edit(d => setParams(d, id, settingsOfChart(next, params)), { label: `Change ${node?.title ?? id}` });
  const title = typeof params?.title === 'string' && params.title !== '' ? params.title : (node?.title ?? id);
  return (
    <ChartPanel columns={columns} chart={chart} onChange={change} at={at} dataKey={dataKey} title={title} />
  );
};

export default ChartOfNode;
