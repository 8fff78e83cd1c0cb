/** A matrix of a MAT-file. */
export interface MatMatrix {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** In row-major order. */
  readonly values: ArrayLike<number>;
}

/** The bytes of a MAT-file of level 5 with matrices of doubles, as `save -v6` of MATLAB writes them. */
export function matBytes(matrices: readonly MatMatrix[]): Buffer {
  const head = Buffer.alloc(128, ' ');
  head.write('MATLAB 5.0 MAT-file, for tests');
  head.fill(0, 116, 124);
  head.writeUInt16LE(0x0100, 124);
  head.write('IM', 126);
  return Buffer.concat([head, ...matrices.map(encode)]);
}

function encode({ name, rows, columns, values }: MatMatrix): Buffer {
  const columnMajor = Float64Array.from(
    { length: rows * columns },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!,
  );
  const parts = [
    // Flags: class 6, a matrix of doubles.
    element(6, Buffer.from(Uint32Array.of(6, 0).buffer)),
    element(5, Buffer.from(Int32Array.of(rows, columns).buffer)),
    element(1, Buffer.from(name)),
    element(9, Buffer.from(columnMajor.buffer)),
  ];
  return element(14, Buffer.concat(parts));
}

/** A data element: its type, its length, its bytes up to a multiple of 8. */
function element(type: number, bytes: Buffer): Buffer {
  const tag = Buffer.from(Uint32Array.of(type, bytes.length).buffer);
  return Buffer.concat([tag, bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
}
