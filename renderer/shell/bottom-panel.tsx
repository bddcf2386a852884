import { Tabs } from 'radix-ui';
import { DataPanel } from '../preview/data-panel.tsx';
import { ProblemsPanel } from '../problems/problems-panel.tsx';
import { LogPanel } from '../runs/log-panel.tsx';
import { RunsPanel } from '../runs/runs-panel.tsx';
import { useCheck } from '../store/check.ts';
import { type BottomTab, useUi } from '../store/ui.ts';
import styles from './bottom-panel.module.css';

export const BottomPanel = () => {
  const tab = useUi(state => state.tab);
  const problems = useCheck(state => state.diagnostics.length);
  return (
    <Tabs.Root
      className={styles.panel ?? ''}
      value={tab}
      onValueChange={value => useUi.getState().showTab(value as BottomTab)}
    >
      <Tabs.List className={styles.tabs ?? ''} aria-label="Data, problems and runs">
        <Tabs.Trigger className={styles.tab ?? ''} value="data">
          Data
        </Tabs.Trigger>
        <Tabs.Trigger className={styles.tab ?? ''} value="problems">
          Problems{problems === 0 ? null : <span className={styles.count}>{problems}</span>}
        </Tabs.Trigger>
        <Tabs.Trigger className={styles.tab ?? ''} value="runs">
          Runs
        </Tabs.Trigger>
        <Tabs.Trigger className={styles.tab ?? ''} value="log">
          Log
        </Tabs.Trigger>
      </Tabs.List>
      <Tabs.Content className={styles.content ?? ''} value="data">
        <DataPanel />
      </Tabs.Content>
      <Tabs.Content className={styles.content ?? ''} value="problems">
        <ProblemsPanel />
      </Tabs.Content>
      <Tabs.Content className={styles.content ?? ''} value="runs">
        <RunsPanel />
      </Tabs.Content>
      <Tabs.Content className={styles.content ?? ''} value="log">
        <LogPanel />
      </Tabs.Content>
    </Tabs.Root>
  );
};
