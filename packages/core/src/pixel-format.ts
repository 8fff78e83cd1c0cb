/** A planar, little-endian pixel format under FFmpeg's name, e.g. `yuv420p`, `yuv422p10le`, `gbrp`, `gray`. */
export interface PixelFormat {
  readonly name: string;
  /** `yuv` planes are Y, U, V; `rgb` planes are G, B, R (FFmpeg's `gbrp` order); `gray` has one plane. */
  readonly model: 'gray' | 'yuv' | 'rgb';
  /** Significant bits of a sample, 8…16, in the low bits of its one or two bytes. */
  readonly bitDepth: number;
  readonly bytesPerSample: 1 | 2;
  /** Chroma planes are `ceil(width / 2^log2ChromaWidth)` samples wide. */
  readonly log2ChromaWidth: number;
  /** Chroma planes are `ceil(height / 2^log2ChromaHeight)` samples high. */
  readonly log2ChromaHeight: number;
  /** Whether a full-size alpha plane comes last. */
  readonly alpha: boolean;
}

/** Where one plane lies in a frame's buffer. Planes are packed tightly, in order, without padding. */
export interface PlaneLayout {
  /** First byte of the plane in the buffer. */
  readonly offset: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  /** Samples per row. */
  readonly width: number;
  readonly height: number;
}

/** The planes of a frame of a given format and size. */
export interface FrameLayout {
  readonly planes: readonly PlaneLayout[];
  readonly byteLength: number;
}

const chromaShifts: Readonly<Record<string, readonly [number, number]>> = {
  '444': [0, 0],
  '440': [0, 1],
  '422': [1, 0],
  '420': [1, 1],
  '411': [2, 0],
  '410': [2, 2],
};

const yuvName = /^yuv(a?)(444|440|422|420|411|410)p(?:(9|10|12|14|16)le)?$/;
const rgbName = /^gbr(a?)p(?:(9|10|12|14|16)le)?$/;
const grayName = /^gray(?:(9|10|12|14|16)le)?$/;

function describe(
  name: string,
  model: PixelFormat['model'],
  depth: string | undefined,
  shifts: readonly [number, number],
  alpha: boolean,
): PixelFormat {
  const bitDepth = depth ? Number(depth) : 8;
  return {
    name,
    model,
    bitDepth,
    bytesPerSample: bitDepth > 8 ? 2 : 1,
    log2ChromaWidth: shifts[0],
    log2ChromaHeight: shifts[1],
    alpha,
  };
}

/**
 * Reads the name of a planar format that frames may travel in. Deprecated full-range names (`yuvj420p`) are not
 * among them: a decoder reports `yuv420p` with `range: 'full'`. Packed and palette formats (`nv12`, `rgb24`, `pal8`)
 * are for the decoder to rearrange, losslessly, into one of these.
 *
 * @returns the description, or `null` when frames can't travel in that format.
 */
export function parsePixelFormat(name: string): PixelFormat | null {
  const yuv = yuvName.exec(name);
  if (yuv) return describe(name, 'yuv', yuv[3], chromaShifts[yuv[2]!]!, yuv[1] === 'a');
  const rgb = rgbName.exec(name);
  if (rgb) return describe(name, 'rgb', rgb[2], [0, 0], rgb[1] === 'a');
  const gray = grayName.exec(name);
  if (gray) return describe(name, 'gray', gray[1], [0, 0], false);
  return null;
}

/** Computes where the planes of a frame of `width` × `height` pixels lie in its buffer. */
export function frameLayout(format: PixelFormat, width: number, height: number): FrameLayout {
  const planes: PlaneLayout[] = [];
  let offset = 0;
  const add = (planeWidth: number, planeHeight: number) => {
    const stride = planeWidth * format.bytesPerSample;
    planes.push({ offset, stride, width: planeWidth, height: planeHeight });
    offset += stride * planeHeight;
  };
  add(width, height);
  if (format.model !== 'gray') {
    const chromaWidth = -(-width >> format.log2ChromaWidth);
    const chromaHeight = -(-height >> format.log2ChromaHeight);
    add(chromaWidth, chromaHeight);
    add(chromaWidth, chromaHeight);
  }
  if (format.alpha) add(width, height);
  return { planes, byteLength: offset };
}
