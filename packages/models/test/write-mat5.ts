import { deflateSync } from 'node:zlib';

/** A variable of a MAT-file. */
export interface Mat5Variable {
  readonly name: string;
  readonly shape: readonly number[];
  /** In column-major order, as the file has them. */
  readonly values: readonly number[];
  /** `mx…` number; default double. */
  readonly kind?: number;
  /** `mi…` number of the type in which the values are stored; default double. */
  readonly storedAs?: number;
  readonly complex?: boolean;
  readonly compressed?: boolean;
}

/** The bytes of a MAT-file of level 5. */
export function mat5Bytes(variables: readonly Mat5Variable[], littleEndian = true): Buffer {
  const head = Buffer.alloc(128, ' ');
  head.write('MATLAB 5.0 MAT-file, for tests', 0);
  head.fill(0, 116, 124);
  word(0x0100, 2, littleEndian).copy(head, 124);
  head.write(littleEndian ? 'IM' : 'MI', 126);
  return Buffer.concat([head, ...variables.map(variable => encode(variable, littleEndian))]);
}

/** A data element with its tag; short ones go into the tag itself. */
export function mat5Element(type: number, bytes: Buffer, littleEndian = true): Buffer {
  if (bytes.length > 0 && bytes.length <= 4)
    return Buffer.concat([
      word(bytes.length * 0x10000 + type, 4, littleEndian),
      bytes,
      Buffer.alloc(4 - bytes.length),
    ]);
  const padding = type === 15 ? 0 : (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([
    word(type, 4, littleEndian),
    word(bytes.length, 4, littleEndian),
    bytes,
    Buffer.alloc(padding),
  ]);
}

function encode(variable: Mat5Variable, littleEndian: boolean): Buffer {
  const { name, shape, values, kind = 6, storedAs = 9, complex = false, compressed = false } = variable;
  const element = (type: number, bytes: Buffer) => mat5Element(type, bytes, littleEndian);
  const real = element(storedAs, Buffer.concat(values.map(value => number(value, storedAs, littleEndian))));
  const matrix = element(
    14,
    Buffer.concat([
      element(6, Buffer.concat([word(kind + (complex ? 0x800 : 0), 4, littleEndian), Buffer.alloc(4)])),
      element(5, Buffer.concat(shape.map(length => number(length, 5, littleEndian)))),
      element(1, Buffer.from(name)),
      ...(complex ? [real, real] : [real]),
    ]),
  );
  return compressed ? element(15, deflateSync(matrix)) : matrix;
}

function number(value: number, type: number, littleEndian: boolean): Buffer {
  const view = new DataView(new ArrayBuffer([0, 1, 1, 2, 2, 4, 4, 4, 0, 8, 0, 0, 8, 8][type] ?? 1));
  if (type === 7) view.setFloat32(0, value, littleEndian);
  else if (type === 9) view.setFloat64(0, value, littleEndian);
  else if (type === 12 || type === 13) view.setBigInt64(0, BigInt(value), littleEndian);
  else return word(value, view.byteLength, littleEndian);
  return Buffer.from(view.buffer);
}

function word(value: number, length: number, littleEndian: boolean): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return littleEndian ? bytes.subarray(0, length) : bytes.subarray(0, length).reverse();
}
