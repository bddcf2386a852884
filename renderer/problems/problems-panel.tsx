import { CircleAlert, CircleCheck, Info, TriangleAlert, Wand2 } from 'lucide-react';
import { useMemo } from 'react';
import type { Diagnostic, Severity } from '../../engine/diagnostics/diagnostic.ts';
import { useCheck } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { Button } from '../ui/button.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { alike, type Fix, fixOf } from './fixes.ts';
import { doFixes, goTo } from './go.ts';
import { useKnown } from './known-columns.ts';
import { grouped, type ProblemGroup } from './list.ts';
import styles from './problems.module.css';

/** Every fix there is for the problems as they stand. */
export const useFixes = (): ReadonlyMap<Diagnostic, Fix> => {
  const diagnostics = useCheck(state => state.diagnostics);
  const document = useDocument(state => state.document);
  const renames = useKnown(state => state.renames);
  return useMemo(
    () =>
      new Map(
        diagnostics.flatMap(d => {
          const fix = document && fixOf(d, document, renames);
          return fix === undefined ? [] : [[d, fix] as const];
        }),
      ),
    [diagnostics, document, renames],
  );
};

const SeverityIcon = ({ severity }: { readonly severity: Severity }) => {
  const Icon = severity === 'error' ? CircleAlert : severity === 'warning' ? TriangleAlert : Info;
  return <Icon className={styles.mark} data-severity={severity} aria-label={severity} />;
};

export const ProblemsPanel = () => {
  const diagnostics = useCheck(state => state.diagnostics);
  const failed = useCheck(state => state.failed);
  const document = useDocument(state => state.document);
  const fixes = useFixes();
  const groups = useMemo(() => grouped(diagnostics, document), [diagnostics, document]);
  if (groups.length === 0)
    return (
      <div className={styles.empty}>
        <CircleCheck aria-hidden />
        <p>{failed ?? 'No problems. Run the pipeline or look at a node’s rows.'}</p>
      </div>
    );
  return (
    <div className={styles.panel}>
      {groups.map(group => (
        <Group key={group.node ?? ''} group={group} fixes={fixes} />
      ))}
    </div>
  );
};

const Group = ({
  group,
  fixes,
}: {
  readonly group: ProblemGroup;
  readonly fixes: ReadonlyMap<Diagnostic, Fix>;
}) => {
  const node = useDocument(state => state.document?.nodes.find(n => n.id === group.node));
  const kind = kindOf(node?.kind ?? '');
  return (
    <section
      className={styles.group}
      aria-label={`Problems of ${node?.title ?? group.node ?? 'the pipeline'}`}
    >
      <h3 className={styles.head}>
        {kind === undefined ? null : <KindIcon name={kind.icon} size={14} />}
        {node?.title ?? group.node ?? 'Pipeline'}
        {node?.title === undefined ? null : <span className={styles.id}>{node.id}</span>}
      </h3>
      <ul className={styles.list}>
        {group.problems.map(d => (
          <Problem
            key={`${d.param} ${d.code} ${d.message}`}
            d={d}
            fix={fixes.get(d)}
            all={[...fixes.values()]}
          />
        ))}
      </ul>
    </section>
  );
};

type ProblemProps = { readonly d: Diagnostic; readonly fix: Fix | undefined; readonly all: readonly Fix[] };

const Problem = ({ d, fix, all }: ProblemProps) => {
  const same = fix === undefined ? [] : alike(fix, all);
  return (
    <li className={styles.problem}>
      <button type="button" className={styles.go} onClick={() => goTo(d)} disabled={d.node === undefined}>
        <SeverityIcon severity={d.severity} />
        <span>
          {d.message}
          {d.param === undefined ? null : <span className={styles.param}>{d.param}</span>}
        </span>
      </button>
      {fix === undefined ? null : (
        <span className={styles.fixes}>
          <Button
            icon={<Wand2 />}
            onClick={() => doFixes([fix])}
            title={fix.renamed ? `“${fix.from}” was renamed` : undefined}
          >
            Use “{fix.to}”
          </Button>
          {same.length < 2 ? null : (
            <Button look="quiet" onClick={() => doFixes(same)}>
              Fix all {same.length}
            </Button>
          )}
        </span>
      )}
    </li>
  );
};
