import protobuf from 'protobufjs/light.js';
import { modelSchema } from '../onnx-schema.ts';

/** Number of the field `metadata_props` in ONNX's ModelProto. */
const metadataField = 14;

/**
 * Sets entries in a model's `metadata_props`. Everything else in the file stays as it is, byte for byte, also what is not known
 * here.
 */
export function setMetadata(model: Uint8Array, entries: ReadonlyMap<string, string>): Uint8Array {
  const reader = protobuf.Reader.create(model);
  const kept: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const tag = reader.uint32();
    if (tag >>> 3 === metadataField) {
      const entry = new Uint8Array(reader.bytes());
      if (entries.has(keyOf(entry))) continue;
    } else {
      reader.skipType(tag & 7);
    }
    kept.push(model.subarray(start, reader.pos));
  }
  const schema = modelSchema();
  const metadataProps = Array.from(entries, ([key, value]) => ({ key, value }));
  const added = schema.encode(schema.fromObject({ metadataProps })).finish();
  return new Uint8Array(Buffer.concat([...kept, added]));
}

/** The key of an encoded StringStringEntryProto: its field 1. */
function keyOf(entry: Uint8Array): string {
  const reader = protobuf.Reader.create(entry);
  let key = '';
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === ((1 << 3) | 2)) key = reader.string();
    else reader.skipType(tag & 7);
  }
  return key;
}
