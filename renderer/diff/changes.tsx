/** Settings that differ, side by side. */
import type { Change } from '../../engine/graph/diff.ts';
import type { Json } from '../../engine/schema/types.ts';
import styles from './diff-dialog.module.css';

const valueText = (value: Json | undefined): string =>
  value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value, null, 1);

export const Changes = ({ changes }: { readonly changes: readonly Change[] }) => (
  <table className={styles.changes}>
    <thead>
      <tr>
        <th scope="col">Setting</th>
        <th scope="col">There</th>
        <th scope="col">Here</th>
      </tr>
    </thead>
    <tbody>
      {changes.map(change => (
        <tr key={change.name}>
          <th scope="row">{change.name}</th>
          <td data-side="before">{valueText(change.before)}</td>
          <td data-side="after">{valueText(change.after)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
