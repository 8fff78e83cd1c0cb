import protobuf from 'protobufjs/minimal.js';
import { notOnnx } from './not-onnx.ts';

/** What a model file says of itself, and the parameters that it keeps under names of their own. */
export interface ModelFacts {
  /** Entries of `metadata_props`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** The numbers of a float64 constant in row-major order; `null` where the model has none of this name. */
  constant(name: string): Float64Array | null;
}

// Numbers of fields and types in onnx.proto3.
const model = { graph: 7, metadata: 14 };
const graph = { initializer: 5 };
const tensor = { dataType: 2, name: 8, rawData: 9 };
const entry = { key: 1, value: 2 };
const float64 = 11;

/**
 * Reads metadata and named constants only, without the rest of a model: much faster than `readModel`, and with less code to load.
 *
 * @throws FrameSieveError `metric-unavailable` when the bytes are not an ONNX model.
 */
export function readModelFacts(bytes: Uint8Array): ModelFacts {
  const metadata = new Map<string, string>();
  const constants = new Map<string, Uint8Array>();
  let hasGraph = false;
  try {
    walk(protobuf.Reader.create(bytes), (field, reader) => {
      if (field === model.graph) {
        hasGraph = true;
        readConstants(reader, constants);
      } else if (field === model.metadata) readEntry(reader, metadata);
      else return false;
      return true;
    });
  } catch (cause) {
    throw notOnnx(cause);
  }
  if (!hasGraph) throw notOnnx();
  return {
    metadata,
    constant(name) {
      const raw = constants.get(name);
      // Its place in the file need not be a multiple of 8.
      return raw && raw.length % 8 === 0 ? new Float64Array(new Uint8Array(raw).buffer) : null;
    },
  };
}

/** Calls back for each field up to `end`; fields that are not taken are skipped. */
function walk(
  reader: protobuf.Reader,
  take: (field: number, reader: protobuf.Reader) => boolean,
  end = reader.len,
): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (!take(tag >>> 3, reader)) reader.skipType(tag & 7);
  }
  if (reader.pos > end) throw new RangeError('A field is longer than the message that it is in.');
}

/** Reads the length of a message, and walks through it. */
function walkMessage(
  reader: protobuf.Reader,
  take: (field: number, reader: protobuf.Reader) => boolean,
): void {
  const length = reader.uint32();
  walk(reader, take, reader.pos + length);
}

function readConstants(reader: protobuf.Reader, constants: Map<string, Uint8Array>): void {
  walkMessage(reader, field => {
    if (field !== graph.initializer) return false;
    let name = '';
    let type = 0;
    let rawData: Uint8Array | null = null;
    walkMessage(reader, part => {
      if (part === tensor.name) name = reader.string();
      else if (part === tensor.dataType) type = reader.int32();
      else if (part === tensor.rawData) rawData = reader.bytes();
      else return false;
      return true;
    });
    if (rawData !== null && type === float64) constants.set(name, rawData);
    return true;
  });
}

function readEntry(reader: protobuf.Reader, metadata: Map<string, string>): void {
  let [key, value] = ['', ''];
  walkMessage(reader, field => {
    if (field === entry.key) key = reader.string();
    else if (field === entry.value) value = reader.string();
    else return false;
    return true;
  });
  metadata.set(key, value);
}
