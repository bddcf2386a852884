/** The parts of ONNX's protocol buffers that are written, by field number (onnx.proto3 of ONNX 1.16). */
import protobuf from 'protobufjs/minimal.js';

type Writer = protobuf.Writer;

/** Element types of tensors. */
export const elementType = { int64: 7, text: 8, bool: 9, double: 11 } as const;
export type Element = keyof typeof elementType;

/** A constant: one value, or a list. */
export type Tensor = {
  readonly name: string;
  readonly element: Element;
  readonly dims: readonly number[];
} & ({ readonly numbers: readonly number[] } | { readonly texts: readonly string[] });

export type Attribute = { readonly name: string; readonly int: number };

export type OnnxNode = {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: readonly Attribute[];
};

/** An input or output: a column of any number of rows. */
export type ColumnInfo = { readonly name: string; readonly element: Element };

export type OnnxModel = {
  readonly name: string;
  readonly producer: { readonly name: string; readonly version: string };
  readonly opset: number;
  readonly inputs: readonly ColumnInfo[];
  readonly outputs: readonly ColumnInfo[];
  readonly constants: readonly Tensor[];
  readonly nodes: readonly OnnxNode[];
  readonly metadata: Readonly<Record<string, string>>;
};

const bytes = 2;
const number = 0;
const tag = (field: number, kind: number): number => (field << 3) | kind;

const text = (to: Writer, field: number, value: string): void => {
  to.uint32(tag(field, bytes)).string(value);
};
const int = (to: Writer, field: number, value: number): void => {
  to.uint32(tag(field, number)).int64(value);
};
/** A message inside another: `fork` and `ldelim` write its length before it. */
const inside = (to: Writer, field: number, write: () => void): void => {
  to.uint32(tag(field, bytes)).fork();
  write();
  to.ldelim();
};

const writeTensor = (to: Writer, tensor: Tensor): void => {
  for (const size of tensor.dims) int(to, 1, size);
  int(to, 2, elementType[tensor.element]);
  if ('texts' in tensor) for (const value of tensor.texts) to.uint32(tag(6, bytes)).bytes(Buffer.from(value));
  else to.uint32(tag(9, bytes)).bytes(rawNumbers(tensor.element, tensor.numbers));
  text(to, 8, tensor.name);
};

const rawNumbers = (element: Element, numbers: readonly number[]): Uint8Array => {
  const size = element === 'bool' ? 1 : 8;
  const raw = new DataView(new ArrayBuffer(numbers.length * size));
  for (const [i, value] of numbers.entries()) {
    if (element === 'double') raw.setFloat64(i * 8, value, true);
    else if (element === 'bool') raw.setUint8(i, value);
    else raw.setBigInt64(i * 8, BigInt(value), true);
  }
  return new Uint8Array(raw.buffer);
};

const writeNode = (to: Writer, node: OnnxNode): void => {
  for (const name of node.inputs) text(to, 1, name);
  for (const name of node.outputs) text(to, 2, name);
  text(to, 4, node.type);
  for (const attribute of node.attributes ?? [])
    inside(to, 5, () => {
      text(to, 1, attribute.name);
      int(to, 3, attribute.int);
      int(to, 20, 2);
    });
};

const writeColumn = (to: Writer, { name, element }: ColumnInfo): void => {
  text(to, 1, name);
  inside(to, 2, () =>
    inside(to, 1, () => {
      int(to, 1, elementType[element]);
      inside(to, 2, () => inside(to, 1, () => text(to, 2, 'rows')));
    }),
  );
};

/** The bytes of a model file. */
export const encodeModel = (model: OnnxModel): Uint8Array => {
  const to = protobuf.Writer.create();
  int(to, 1, 9);
  text(to, 2, model.producer.name);
  text(to, 3, model.producer.version);
  inside(to, 7, () => {
    for (const node of model.nodes) inside(to, 1, () => writeNode(to, node));
    text(to, 2, model.name);
    for (const constant of model.constants) inside(to, 5, () => writeTensor(to, constant));
    for (const column of model.inputs) inside(to, 11, () => writeColumn(to, column));
    for (const column of model.outputs) inside(to, 12, () => writeColumn(to, column));
  });
  inside(to, 8, () => {
    text(to, 1, '');
    int(to, 2, model.opset);
  });
  for (const [key, value] of Object.entries(model.metadata))
    inside(to, 14, () => {
      text(to, 1, key);
      text(to, 2, value);
    });
  return to.finish();
};
