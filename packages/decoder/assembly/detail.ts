// What is measured on each patch of 24 × 24 levels, 0 … 4096: in 16 bits, eight at a time, and without any rounding.

/** Bytes of a row of a patch, and samples between the lines that are looked along. */
const rowBytes: usize = 48;
const lineStep = 3;
const white: i16 = 4096;

// As in src/frame/edge-sharpness.ts and src/frame/block-steps.ts.
const leastEdge: i16 = 51;
const largestStep: i16 = 328;

// Vectors reach a few samples beyond what counts, so there is room behind each part.
export const samplesAt: usize = 1024;
const columnsAt: usize = samplesAt + 24 * rowBytes + 64;
const coarseAt: usize = columnsAt + 8 * rowBytes + 64;
const fineAt: usize = coarseAt + 16;
const stepsAt: usize = fineAt + 16;
/** For each direction: how many edges there are by coarse difference, and the sums of their fine ones; then steps by place in a block. */
export const acrossAt: usize = 4096;
const levels: usize = 4097;
const finesAt: usize = levels * 4;
const blocksAt: usize = levels * 8;
const directionBytes: usize = blocksAt + 64;
export const downAt: usize = acrossAt + directionBytes;
/** Codes of 8 bits of a whole patch, without gaps, and the levels that they stand for. */
export const codesAt: usize = downAt + directionBytes;
export const levelsAt: usize = codesAt + 576;

/** Turns the codes of a whole patch into its levels. */
export function expandCodes(): void {
  for (let i: usize = 0; i < 576; i += 8) {
    const to = samplesAt + (i << 1);
    let codes = load<u64>(codesAt + i);
    for (let k: usize = 0; k < 8; k++) {
      store<u16>(to + (k << 1), load<u16>(levelsAt + (((codes & 255) as usize) << 1)));
      codes >>= 8;
    }
  }
}

/** Second differences of eight samples and those beside them. */
function bendAcross(at: usize): v128 {
  const ends = i16x8.add(v128.load(at - 2), v128.load(at + 2));
  return i16x8.sub(ends, i16x8.shl(v128.load(at), 1));
}

/** Sum of the absolute responses to the mask over 8 × 8 samples; -1 if one is black or white: responses might not fit then. */
export function noiseOfCell(row: i32, column: i32): i32 {
  let at = samplesAt + (row as usize) * rowBytes + ((column as usize) << 1);
  let above = bendAcross(at - rowBytes);
  let own = bendAcross(at);
  let least = v128.load(at);
  let most = least;
  let sums = i32x4.splat(0);
  for (let i = 0; i < 8; i++) {
    const samples = v128.load(at);
    least = i16x8.min_s(least, samples);
    most = i16x8.max_s(most, samples);
    at += rowBytes;
    const below = bendAcross(at);
    const response = i16x8.sub(i16x8.add(above, below), i16x8.shl(own, 1));
    sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(i16x8.abs(response)));
    above = own;
    own = below;
  }
  const ends = v128.or(i16x8.le_s(least, i16x8.splat(0)), i16x8.ge_s(most, i16x8.splat(white)));
  if (v128.any_true(ends)) return -1;
  sums = i32x4.add(sums, i32x4.shuffle(sums, sums, 2, 3, 0, 1));
  return i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
}

/** Adds what is seen along the lines of a patch, across and down, to the counts and sums of both directions. */
export function addLines(width: i32, height: i32, x: i32, y: i32): void {
  let steps = i16x8.splat(0);
  for (let row = 0; row < height; row += lineStep) {
    steps = i16x8.add(steps, addLine(samplesAt + (row as usize) * rowBytes, width, acrossAt));
  }
  addSteps(steps, x, acrossAt);
  steps = i16x8.splat(0);
  let line = columnsAt;
  for (let column = 0; column < width; column += lineStep) {
    let from = samplesAt + ((column as usize) << 1);
    for (let row = 0; row < height; row++, from += rowBytes) {
      store<u16>(line + ((row as usize) << 1), load<u16>(from));
    }
    steps = i16x8.add(steps, addLine(line, height, downAt));
    line += rowBytes;
  }
  addSteps(steps, y, downAt);
}

/** Absolute differences of eight samples to the next ones. */
function stepsAlong(at: usize): v128 {
  return i16x8.abs(i16x8.sub(v128.load(at + 2), v128.load(at)));
}

/** The greater of each number and the next one; then of those two and four behind it. Lanes behind the last number are of no use. */
function greaterOfNext(a: v128, b: v128): v128 {
  return i16x8.max_s(a, i16x8.shuffle(a, b, 1, 2, 3, 4, 5, 6, 7, 8));
}

function greaterOfSecond(a: v128, b: v128): v128 {
  return i16x8.max_s(a, i16x8.shuffle(a, b, 2, 3, 4, 5, 6, 7, 8, 9));
}

function greaterOfFourth(a: v128, b: v128): v128 {
  return i16x8.max_s(a, i16x8.shuffle(a, b, 4, 5, 6, 7, 8, 9, 10, 11));
}

function everyOther(a: v128, b: v128): v128 {
  return i16x8.shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
}

/** Adds the edges along a line; returns its steps, no larger than counts, those eight apart added up. */
function addLine(at: usize, count: i32, direction: usize): v128 {
  const steps0 = stepsAlong(at);
  const steps1 = stepsAlong(at + 16);
  const whole = (count - 1) >> 3;
  const largest = i16x8.splat(largestStep);
  let blocks = i16x8.splat(0);
  if (whole > 0) blocks = i16x8.min_s(steps0, largest);
  if (whole > 1) blocks = i16x8.add(blocks, i16x8.min_s(steps1, largest));
  const middle = v128.load(at + 16);
  const coarse = everyOther(
    i16x8.abs(i16x8.sub(middle, v128.load(at))),
    i16x8.abs(i16x8.sub(v128.load(at + 32), middle)),
  );
  if (!v128.any_true(i16x8.ge_s(coarse, i16x8.splat(leastEdge)))) return blocks;
  const steps2 = stepsAlong(at + 32);
  const two0 = greaterOfNext(steps0, steps1);
  const two1 = greaterOfNext(steps1, steps2);
  const two2 = greaterOfNext(steps2, steps2);
  const four0 = greaterOfSecond(two0, two1);
  const four1 = greaterOfSecond(two1, two2);
  const four2 = greaterOfSecond(two2, two2);
  v128.store(coarseAt, coarse);
  v128.store(fineAt, everyOther(greaterOfFourth(four0, four1), greaterOfFourth(four1, four2)));
  // Those that are no edges are counted too, and never read: in fine texture it couldn't be foretold which are.
  const places = (count - 7) >> 1;
  for (let place = 0; place < places; place++) {
    const own = (place as usize) << 1;
    const bin = direction + ((load<u16>(coarseAt + own) as usize) << 2);
    store<i32>(bin, load<i32>(bin) + 1);
    store<i32>(bin, load<i32>(bin, finesAt) + (load<u16>(fineAt + own) as i32), finesAt);
  }
  return blocks;
}

/** Adds eight sums of steps by their place in a block; the first of them leads to the sample behind a position. */
function addSteps(steps: v128, position: i32, direction: usize): void {
  v128.store(stepsAt, steps);
  for (let i = 0; i < 8; i++) {
    const sum = direction + blocksAt + ((((position + 1 + i) & 7) as usize) << 2);
    store<i32>(sum, load<i32>(sum) + (load<u16>(stepsAt + ((i as usize) << 1)) as i32));
  }
}
