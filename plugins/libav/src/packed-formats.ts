/** Where the samples of one plane of the target come from, counted in samples of the source. */
interface Component {
  readonly plane: number;
  /** Distance from one sample to the next. */
  readonly step: number;
  /** Position of the first sample in its row. */
  readonly offset: number;
}

/** A format whose samples only need to be put in other places to become planar. */
export interface PackedFormat {
  /** Planar format under FFmpeg's name. */
  readonly target: string;
  readonly bytesPerSample: 1 | 2;
  /** Bits that a sample is shifted up in its bytes. */
  readonly shift: number;
  readonly bigEndian: boolean;
  /** In the order of the target's planes. */
  readonly components: readonly Component[];
}

/** `plane:step:offset` of each component, in the order of the target's planes. */
function packed(target: string, components: string, details: Partial<PackedFormat> = {}): PackedFormat {
  const parse = (text: string): Component => {
    const [plane, step, offset] = text.split(':').map(Number);
    return { plane: plane!, step: step!, offset: offset! };
  };
  return {
    target,
    bytesPerSample: 1,
    shift: 0,
    bigEndian: false,
    components: components.split(' ').map(parse),
    ...details,
  };
}

/** Interleaved RGB in any order of letters, e.g. `bgra`; `0` is padding. The target's planes are G, B, R, A. */
function interleaved(order: string, details: Partial<PackedFormat> = {}): PackedFormat {
  const letters = order.includes('a') ? [...'gbra'] : [...'gbr'];
  const components = letters.map(letter => `0:${order.length}:${order.indexOf(letter)}`).join(' ');
  const depth = details.bytesPerSample === 2 ? '16le' : '';
  return packed(`gbr${order.includes('a') ? 'a' : ''}p${depth}`, components, details);
}

const semiPlanar = '0:1:0 1:2:0 1:2:1';
const wide = { bytesPerSample: 2 } as const;

const table: Readonly<Record<string, PackedFormat>> = {
  nv12: packed('yuv420p', semiPlanar),
  nv21: packed('yuv420p', '0:1:0 1:2:1 1:2:0'),
  nv16: packed('yuv422p', semiPlanar),
  nv24: packed('yuv444p', semiPlanar),
  nv42: packed('yuv444p', '0:1:0 1:2:1 1:2:0'),
  nv20le: packed('yuv422p10le', semiPlanar, wide),
  p010le: packed('yuv420p10le', semiPlanar, { ...wide, shift: 6 }),
  p012le: packed('yuv420p12le', semiPlanar, { ...wide, shift: 4 }),
  p016le: packed('yuv420p16le', semiPlanar, wide),
  p210le: packed('yuv422p10le', semiPlanar, { ...wide, shift: 6 }),
  p212le: packed('yuv422p12le', semiPlanar, { ...wide, shift: 4 }),
  p216le: packed('yuv422p16le', semiPlanar, wide),
  p410le: packed('yuv444p10le', semiPlanar, { ...wide, shift: 6 }),
  p412le: packed('yuv444p12le', semiPlanar, { ...wide, shift: 4 }),
  p416le: packed('yuv444p16le', semiPlanar, wide),
  yuyv422: packed('yuv422p', '0:2:0 0:4:1 0:4:3'),
  yvyu422: packed('yuv422p', '0:2:0 0:4:3 0:4:1'),
  uyvy422: packed('yuv422p', '0:2:1 0:4:0 0:4:2'),
  y210le: packed('yuv422p10le', '0:2:0 0:4:1 0:4:3', { ...wide, shift: 6 }),
  y212le: packed('yuv422p12le', '0:2:0 0:4:1 0:4:3', { ...wide, shift: 4 }),
  y216le: packed('yuv422p16le', '0:2:0 0:4:1 0:4:3', wide),
  rgb48le: interleaved('rgb', wide),
  rgb48be: interleaved('rgb', { ...wide, bigEndian: true }),
  bgr48le: interleaved('bgr', wide),
  bgr48be: interleaved('bgr', { ...wide, bigEndian: true }),
  rgba64le: interleaved('rgba', wide),
  rgba64be: interleaved('rgba', { ...wide, bigEndian: true }),
  bgra64le: interleaved('bgra', wide),
  bgra64be: interleaved('bgra', { ...wide, bigEndian: true }),
  rgb24: interleaved('rgb'),
  bgr24: interleaved('bgr'),
  // The samples of a grey picture don't depend on its alpha, which nothing here uses.
  ya8: packed('gray', '0:2:0'),
  ya16le: packed('gray16le', '0:2:0', wide),
  ya16be: packed('gray16le', '0:2:0', { ...wide, bigEndian: true }),
};

const fourBytes = /^(?:rgb|bgr)[a0]$|^[a0](?:rgb|bgr)$/;
const bigEndianPlanar = /^(?:(gray)|gbr(a?)p|yuv(a?)4\d\dp)(?:9|10|12|14|16)be$/;

/** Finds how a format is rearranged, or `null` when it isn't one of those that can be by moving samples alone. */
export function packedFormat(name: string): PackedFormat | null {
  if (Object.hasOwn(table, name)) return table[name]!;
  if (fourBytes.test(name)) return interleaved(name);
  const planar = bigEndianPlanar.exec(name);
  if (!planar) return null;
  const planes = planar[1] ? 1 : planar[2] || planar[3] ? 4 : 3;
  const components = Array.from({ length: planes }, (_, plane) => `${plane}:1:0`).join(' ');
  return packed(name.replace(/be$/, 'le'), components, { ...wide, bigEndian: true });
}

/** Moves one component of a row into place; both sides are counted in samples. */
export function unpackRow(
  source: Uint8Array,
  sourceRow: number,
  format: PackedFormat,
  component: Component,
  target: Uint8Array,
  targetRow: number,
  width: number,
): void {
  const { step, offset } = component;
  if (format.bytesPerSample === 1) {
    let from = sourceRow + offset;
    for (let x = 0; x < width; x++, from += step) target[targetRow + x] = source[from]!;
    return;
  }
  const low = format.bigEndian ? 1 : 0;
  let from = sourceRow + offset * 2;
  for (let to = targetRow; to < targetRow + width * 2; to += 2, from += step * 2) {
    const sample = (source[from + low]! | (source[from + 1 - low]! << 8)) >> format.shift;
    target[to] = sample & 0xff;
    target[to + 1] = sample >> 8;
  }
}
