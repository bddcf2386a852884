/** One end of an edge: a node, and its port unless that side of the node has only one. */
export type Endpoint = { readonly node: string; readonly port?: string };

const idGrammar = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const portGrammar = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Whether a text can be the id of a node or group, or the name of a parameter. */
export const isId = (text: string): boolean => idGrammar.test(text);

/**
 * `orders.out` as `{ node: 'orders', port: 'out' }`, `orders` as `{ node: 'orders' }`. Takes any text; `isEndpoint`
 * tells whether it makes sense, and a pipeline without errors holds only those that do.
 */
export const parseEndpoint = (text: string): Endpoint => {
  const dot = text.indexOf('.');
  return dot < 0 ? { node: text } : { node: text.slice(0, dot), port: text.slice(dot + 1) };
};

/** Whether both parts of an endpoint can be names. */
export const isEndpoint = ({ node, port }: Endpoint): boolean =>
  isId(node) && (port === undefined || portGrammar.test(port));

/** The text of an endpoint as it stands in an edge. */
export const endpointText = (end: Endpoint): string =>
  end.port === undefined ? end.node : `${end.node}.${end.port}`;
