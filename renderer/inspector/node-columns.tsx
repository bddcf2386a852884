import type { NodeKind, Port } from '../../engine/catalogue/node.ts';
import type { PipelineNode } from '../../engine/graph/document.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { useKnown } from '../problems/known-columns.ts';
import { useDocument } from '../store/document.ts';
import styles from './inspector.module.css';
import { arriving, schemaChange } from './port-columns.ts';

type Props = { readonly node: PipelineNode; readonly kind: NodeKind };

/** The columns that come in and go out, and what the step changes of them. */
export const NodeColumns = ({ node, kind }: Props) => {
  const document = useDocument(state => state.document);
  const ports = useKnown(state => state.ports);
  if (document === undefined) return null;
  const inputs = Object.entries(kind.inputs).map(
    ([name, port]) => [name, port, arriving(document, ports, node.id, name)] as const,
  );
  const first = inputs[0]?.[2][0]?.columns;
  return (
    <div className={styles.columns}>
      {Object.entries(kind.outputs).map(([name, port], i) => (
        <PortColumns
          key={name}
          title={`Output: ${port.label}`}
          port={port}
          columns={ports[`${node.id}.${name}`]}
          before={i === 0 ? first : undefined}
        />
      ))}
      {inputs.flatMap(([name, port, tables]) =>
        tables.length === 0
          ? [<PortColumns key={name} title={`Input: ${port.label}`} port={port} columns={undefined} lone />]
          : tables.map(table => (
              <PortColumns
                key={`${name} ${table.from}`}
                title={`Input: ${port.label}, from ${table.from}`}
                port={port}
                columns={table.columns}
              />
            )),
      )}
    </div>
  );
};

type PortProps = {
  readonly title: string;
  readonly port: Port;
  readonly columns: Schema | undefined;
  readonly before?: Schema | undefined;
  readonly lone?: boolean;
};

const PortColumns = ({ title, port, columns, before, lone }: PortProps) => {
  const change = columns !== undefined && before !== undefined ? schemaChange(before, columns) : undefined;
  const added = new Set(change?.added.map(f => f.name));
  const retyped = new Map(change?.retyped.map(r => [r.name, r.from]));
  const missing = lone ? 'Not connected.' : 'Not known yet: something above or in this step is wrong.';
  return (
    <section className={styles.port}>
      <h3>
        {title} {columns === undefined ? null : <span className={styles.count}>{columns.length}</span>}
      </h3>
      {port.help === undefined ? null : <p className={styles.quiet}>{port.help}</p>}
      {columns === undefined ? (
        <p className={styles.quiet}>{missing}</p>
      ) : (
        <ul>
          {columns.map(field => (
            <li
              key={field.name}
              data-change={added.has(field.name) ? 'added' : retyped.has(field.name) ? 'retyped' : undefined}
            >
              <span className={styles.sign} aria-hidden>
                {added.has(field.name) ? '+' : retyped.has(field.name) ? '~' : ''}
              </span>
              {added.has(field.name) ? <span className="visually-hidden">added</span> : null}
              <span className={styles.column}>{field.name}</span>
              <span className={styles.type}>
                {retyped.has(field.name) ? `${retyped.get(field.name)} → ` : ''}
                {field.type}
              </span>
            </li>
          ))}
          {(change?.removed ?? []).map(field => (
            <li key={`removed ${field.name}`} data-change="removed">
              <span className={styles.sign}>−</span>
              <span className={styles.column}>{field.name}</span>
              <span className={styles.type}>{field.type}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
