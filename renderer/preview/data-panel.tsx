import { tableFromIPC } from 'apache-arrow';
import { useEffect, useState } from 'react';
import type { Page } from '../../engine/contract/data.ts';
import { host } from '../rpc/connect.ts';
import { useCheck } from '../store/check.ts';
import { sourceOf, useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';

export const DataPanel = () => {
  const looked = useSelection(state => state.looked);
  const ports = useCheck(state => state.ports);
  const [page, setPage] = useState<Page | undefined>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: new columns mean new rows
  useEffect(() => {
    const source = sourceOf(useDocument.getState());
    if (looked === undefined || source === undefined) return;
    const controller = new AbortController();
    host()
      .call(
        'data.page',
        {
          source,
          node: looked.node,
          port: looked.port,
          view: { sort: [], filter: [], search: '' },
          offset: 0,
          limit: 100,
          whole: false,
        },
        controller.signal,
      )
      .then(setPage, () => setPage(undefined));
    return () => controller.abort();
  }, [looked, ports]);
  if (page === undefined) return <p>Select a node to see its rows.</p>;
  const table = tableFromIPC(page.arrow);
  return (
    <table>
      <thead>
        <tr>
          {page.columns.map(c => (
            <th key={c.name}>{c.name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: page.rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
          <tr key={row}>
            {page.columns.map((c, i) => (
              <td key={c.name}>{String(table.getChildAt(i)?.get(row) ?? '∅')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
