/** A chart of a port, tried out: it is nobody's until it is saved as a node. */
import { ChartColumn } from 'lucide-react';
import { useState } from 'react';
import { firstChart, onlyCounting } from '../../engine/chart/choice.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { settingsOfChart } from '../../nodes/shared/chart-params.ts';
import { addKind } from '../canvas/adding.ts';
import { useData } from '../preview/data-store.ts';
import type { Place } from '../preview/looking.ts';
import { knownPorts, useCheck } from '../store/check.ts';
import { Button } from '../ui/button.tsx';
import { ChartPanel } from './chart-panel.tsx';

type Props = {
  readonly columns: Schema;
  readonly at: Place;
  readonly place: string;
  readonly dataKey: string;
};

const ChartOfPort = ({ columns, at, place, dataKey }: Props) => {
  const known = useData(state => state.charts.get(place));
  const [first] = useState(() => firstChart(columns));
  const chart = known ?? first;
  const keep = () => {
    const port = at.port ?? knownPorts(useCheck.getState().ports, at.node)[0];
    if (port !== undefined)
      addKind('chart', { from: { node: at.node, port }, params: settingsOfChart(onlyCounting(chart)) });
  };
  return (
    <ChartPanel
      columns={columns}
      chart={chart}
      onChange={next => useData.getState().setChart(place, next)}
      at={at}
      dataKey={dataKey}
      title={at.node}
      more={
        <Button aria-label="Save as chart node" icon={<ChartColumn aria-hidden />} onClick={keep}>
          Chart node
        </Button>
      }
    />
  );
};

export default ChartOfPort;
