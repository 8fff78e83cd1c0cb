/** How 8-bit luma is made of the samples of a picture; laid out as `src/kernel/luma-plan.ts` writes it. */
@unmanaged
export class LumaPlan {
  width: i32;
  height: i32;
  /** Levels of 8 bits, with 16 bytes before each row and behind it. */
  target: usize;
  targetStride: i32;
  /** 1: zeros beyond the edges; 0: the first and last levels again. */
  zeroEdge: i32;
  /** 1 or 2. */
  sampleBytes: i32;
  /** Samples of Y (or grey), or of R; address of the first row's. */
  first: usize;
  /** U, or G. */
  second: usize;
  /** V, or B. */
  third: usize;
  stride: i32;
  /** Of U and V. */
  chromaStride: i32;
  /** 1: chroma has half the columns. */
  chromaHalved: i32;
  /** Samples in a row of chroma, and the one that the first column of the samples belongs to. */
  chromaWidth: i32;
  chromaStart: i32;
  /** Columns, 0 or 1, by which the samples begin before the plane. */
  shift: i32;
  /** For each row two rows of chroma (int32), and the weight of the second (float32). */
  chromaRows: usize;
  /** Address of 6 rows of float32, of chroma's width and 64 bytes each, and 16 bytes. */
  work: usize;
  /** Level of a sample: sample · scale + offset. */
  scale: f32;
  offset: f32;
  /** Chroma that means none. */
  chromaZero: f32;
  /** Weight of a chroma sample for the even column beside it, against the one before; and of the next one for the odd column. */
  evenWeight: f32;
  oddWeight: f32;
  redFromV: f32;
  greenFromU: f32;
  greenFromV: f32;
  blueFromU: f32;
  redWeight: f32;
  greenWeight: f32;
  blueWeight: f32;
  /** Added before rounding, so that halves are rounded up. */
  lumaOffset: f32;
  /** 12582912: adding and subtracting it leaves whole numbers; added, the lowest bits are the number. */
  whole: f32;
  /** The same and 255. */
  wholeWhite: f32;
}
