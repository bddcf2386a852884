/** One end of an edge: a node, and its port unless that side of the node has only one. */
export type Endpoint = { readonly node: string; readonly port?: string };

const idGrammar = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const portGrammar = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Whether a text can be the id of a node or group, or the name of a parameter. */
export const isId = (text: string): boolean => idGrammar.test(text);

/** `orders.out` as `{ node: 'orders', port: 'out' }`; undefined where the text is no endpoint. */
export const parseEndpoint = (text: string): Endpoint | undefined => {
  const dot = text.indexOf('.');
  const node = dot < 0 ? text : text.slice(0, dot);
  if (!isId(node)) return undefined;
  if (dot < 0) return { node };
  const port = text.slice(dot + 1);
  return portGrammar.test(port) ? { node, port } : undefined;
};

/** The text of an endpoint as it stands in an edge. */
export const endpointText = (end: Endpoint): string =>
  end.port === undefined ? end.node : `${end.node}.${end.port}`;
