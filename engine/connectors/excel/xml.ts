import { StringDecoder } from 'node:string_decoder';
import { EngineError } from '../../diagnostics/errors.ts';
import { commonJs } from '../common-js.ts';

/** A name without its prefix: `x:row` → `row`. Writers differ in prefixes, never in what a name means here. */
export const local = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

/** What to do with each piece of an XML part. Text comes whole, between two tags. */
export type Handlers = {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

/** The text between two tags, or one tag, may be this long: a cell holds 32,767 characters. */
const longestPiece = 8_000_000;
const deepest = 200;

/** An XML part that is refused; the archive knows the file's name and says it. */
export class XmlFault extends Error {}

/**
 * Parses XML as it arrives. Returns a function to call with each chunk of bytes, and with nothing at the end.
 * Document types (and with them entity bombs) are refused; so are texts and nestings that no workbook has.
 */
export const xmlParser = async (handlers: Handlers): Promise<(chunk?: Uint8Array) => void> => {
  const { SaxesParser } = commonJs(await import('saxes'));
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  const decoder = new StringDecoder('utf8');
  let depth = 0;
  let waiting = 0;
  parser.on('doctype', () => {
    throw new XmlFault('it declares a document type, which no workbook needs');
  });
  parser.on('opentag', tag => {
    waiting = 0;
    depth += 1;
    if (depth > deepest) throw new XmlFault('its XML is nested too deeply');
    handlers.open(local(tag.name), tag.attributes);
  });
  parser.on('text', text => {
    waiting = 0;
    handlers.text?.(text);
  });
  parser.on('cdata', text => handlers.text?.(text));
  parser.on('closetag', tag => {
    waiting = 0;
    depth -= 1;
    handlers.close?.(local(tag.name));
  });
  const write = (text: string): void => {
    waiting += text.length;
    parser.write(text);
    if (waiting > longestPiece) throw new XmlFault('a single text in it is far longer than a cell can be');
  };
  return chunk => {
    try {
      if (chunk !== undefined)
        write(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)));
      else {
        write(decoder.end());
        parser.close();
      }
    } catch (error) {
      if (error instanceof XmlFault || error instanceof EngineError) throw error;
      throw new XmlFault('its XML is not well-formed', { cause: error });
    }
  };
};
