import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { DataPanel } from '../preview/data-panel.tsx';
import { worstOf } from '../problems/list.ts';
import { ProblemsPanel } from '../problems/problems-panel.tsx';
import { LogPanel } from '../runs/log-panel.tsx';
import { RunsPanel } from '../runs/runs-panel.tsx';
import { useCheck } from '../store/check.ts';
import { type BottomTab, useUi } from '../store/ui.ts';
import { TabList } from '../ui/tabs.tsx';
import styles from './bottom-panel.module.css';

const ProblemsTitle = () => {
  const problems = useCheck(state => state.diagnostics);
  const worst = worstOf(problems);
  return (
    <>
      Problems
      {worst === undefined ? null : (
        <span className={styles.count} data-worst={worst}>
          {problems.length}
        </span>
      )}
    </>
  );
};

const tabs: readonly {
  readonly value: BottomTab;
  readonly title: ReactNode;
  readonly Content: () => ReactNode;
}[] = [
  { value: 'data', title: 'Data', Content: DataPanel },
  { value: 'problems', title: <ProblemsTitle />, Content: ProblemsPanel },
  { value: 'runs', title: 'Runs', Content: RunsPanel },
  { value: 'log', title: 'Log', Content: LogPanel },
];

export const BottomPanel = () => {
  const tab = useUi(state => state.tab);
  return (
    <Tabs.Root
      className={styles.panel ?? ''}
      value={tab}
      onValueChange={value => useUi.getState().showTab(value as BottomTab)}
    >
      <TabList label="Data, problems and runs" tabs={tabs} />
      {tabs.map(({ value, Content }) => (
        <Tabs.Content key={value} className={styles.content ?? ''} value={value}>
          <Content />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
};
