import { Tabs } from 'radix-ui';
import type { PipelineNode } from '../../engine/graph/document.ts';
import { Changes } from '../diff/changes.tsx';
import { useDiff } from '../diff/comparing.ts';
import { kindOf } from '../store/kinds.ts';
import { TabList } from '../ui/tabs.tsx';
import styles from './inspector.module.css';
import { NodeColumns } from './node-columns.tsx';
import { NodeDocs } from './node-docs.tsx';
import { NodeForm } from './node-form.tsx';
import { NodeHead } from './node-head.tsx';
import { RenameBanner } from './rename-banner.tsx';

const tabs = [
  { value: 'settings', title: 'Settings' },
  { value: 'columns', title: 'Columns' },
  { value: 'help', title: 'Help' },
] as const;

/** While the pipeline is compared: what was set otherwise there. */
const Difference = ({ node }: { readonly node: string }) => {
  const compared = useDiff();
  const own = compared?.diff.nodes.find(d => d.node.id === node);
  if (compared === undefined || own === undefined) return null;
  return (
    <section className={styles.difference} aria-label="Difference">
      <h3>{own.how === 'added' ? `Not in ${compared.name}` : `Otherwise in ${compared.name}`}</h3>
      {own.how === 'changed' ? <Changes changes={own.changes} /> : null}
    </section>
  );
};

export const NodePanel = ({ node }: { readonly node: PipelineNode }) => {
  const kind = kindOf(node.kind);
  return (
    <>
      <NodeHead node={node} kind={kind} />
      {kind === undefined ? (
        <p className={styles.note}>
          This Millrace has no kind “{node.kind}”. The node is kept as it is; it cannot run.
        </p>
      ) : (
        <Tabs.Root defaultValue="settings" className={styles.tabs ?? ''}>
          <TabList label="About this node" tabs={tabs} />
          <Tabs.Content value="settings" className={styles.content ?? ''}>
            <Difference node={node.id} />
            <RenameBanner node={node.id} />
            <NodeForm node={node} kind={kind} />
          </Tabs.Content>
          <Tabs.Content value="columns" className={styles.content ?? ''}>
            <NodeColumns node={node} kind={kind} />
          </Tabs.Content>
          <Tabs.Content value="help" className={styles.content ?? ''}>
            <NodeDocs kind={kind} />
          </Tabs.Content>
        </Tabs.Root>
      )}
    </>
  );
};
