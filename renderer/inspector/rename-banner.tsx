import { Wand2 } from 'lucide-react';
import { counted } from '../../engine/diagnostics/words.ts';
import { alike, type Fix } from '../problems/fixes.ts';
import { doFixes } from '../problems/go.ts';
import { useFixes } from '../problems/problems-panel.tsx';
import { Button } from '../ui/button.tsx';
import styles from './inspector.module.css';

const distinct = (fixes: readonly Fix[]): readonly Fix[] =>
  fixes.filter((fix, i) => fixes.findIndex(f => f.from === fix.from && f.to === fix.to) === i);

/** Columns that this node names and that are called otherwise now; one click changes them here and everywhere. */
export const RenameBanner = ({ node }: { readonly node: string }) => {
  const all = [...useFixes().values()];
  return distinct(all.filter(fix => fix.node === node)).map(fix => {
    const everywhere = alike(fix, all);
    const nodes = new Set(everywhere.map(f => f.node)).size;
    return (
      <div key={`${fix.from} ${fix.to}`} className={styles.banner} role="status">
        <span>
          {fix.renamed ? (
            <>
              “{fix.from}” was renamed to “{fix.to}”.
            </>
          ) : (
            <>
              “{fix.from}” is not there. Did you mean “{fix.to}”?
            </>
          )}{' '}
          {counted(everywhere.length, 'setting')} in {counted(nodes, 'node')}{' '}
          {everywhere.length === 1 ? 'uses' : 'use'} the old name.
        </span>
        <Button icon={<Wand2 />} onClick={() => doFixes(everywhere)}>
          {everywhere.length === 1 ? 'Fix it' : `Fix all ${everywhere.length}`}
        </Button>
      </div>
    );
  });
};
