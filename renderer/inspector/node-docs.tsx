import type { Example, ExampleTable, NodeKind } from '../../engine/catalogue/node.ts';
import type { Json } from '../../engine/schema/types.ts';
import { Markdown } from '../ui/markdown.tsx';
import styles from './inspector.module.css';

/** What a kind does, from its declaration: the sentence, the docs and an example with rows in and out. */
export const NodeDocs = ({ kind }: { readonly kind: NodeKind }) => {
  const [example] = kind.examples;
  return (
    <article className={styles.docs}>
      {/* Links go nowhere: nothing is opened that nobody asked for. */}
      <Markdown
        disallowedElements={['img', 'a']}
        unwrapDisallowed
        text={`${kind.summary}\n\n${kind.docs ?? ''}`}
      />
      {example === undefined ? null : <ExampleSection example={example} />}
      {kind.unsupported?.spark === undefined ? null : <p>Not on Spark: {kind.unsupported.spark}</p>}
    </article>
  );
};

const ExampleSection = ({ example }: { readonly example: Example }) => {
  const inputs = Object.entries(example.inputs ?? {}).flatMap(([port, given]) =>
    (Array.isArray(given) ? given : [given]).map((table: ExampleTable, i) => ({
      name: `${port}${i || ''}`,
      table,
    })),
  );
  return (
    <>
      <h3>Example: {example.title}</h3>
      {inputs.map(({ name, table }) => (
        <SmallTable key={name} caption={`Comes in at ${name}`} table={table} />
      ))}
      <pre>{JSON.stringify(example.params, null, 2)}</pre>
      {Object.entries(example.outputs ?? {}).map(([port, table]) => (
        <SmallTable key={port} caption={`Goes out at ${port}`} table={table} />
      ))}
    </>
  );
};

const cellText = (value: Json | undefined): string =>
  value === null || value === undefined ? '∅' : typeof value === 'string' ? value : JSON.stringify(value);

const SmallTable = ({ caption, table }: { readonly caption: string; readonly table: ExampleTable }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keys
  <section className={styles.scroll} tabIndex={0} aria-label={caption}>
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {table.columns.map(c => (
            <th key={c.name} scope="col" title={c.type}>
              {c.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.slice(0, 8).map((row, r) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name
          <tr key={r}>
            {table.columns.map((c, i) => (
              <td key={c.name}>{cellText(row[i])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
