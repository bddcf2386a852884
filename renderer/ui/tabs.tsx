/** The row of tabs above a panel. */
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export type Tab = { readonly value: string; readonly title: ReactNode };

export const TabList = ({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) => (
  <Tabs.List className={styles.tabs ?? ''} aria-label={label}>
    {tabs.map(({ value, title }) => (
      <Tabs.Trigger key={value} className={styles.tab ?? ''} value={value}>
        {title}
      </Tabs.Trigger>
    ))}
  </Tabs.List>
);
