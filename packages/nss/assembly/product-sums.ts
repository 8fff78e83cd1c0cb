import { multiplyAdd } from './lanes';

/**
 * Where the sums over a map lie behind an address: of magnitudes, of squares and of squares with the sign of the value, each in four
 * lanes of float32. There are five maps: the samples themselves and their products with the neighbour on the left, above, above
 * left and above right.
 */
export const mapSums: usize = 48;

/** Adds the samples of a row and their products with those on their left. */
export function addRow(row: usize, bytes: usize, sums: usize): void {
  let ownMagnitudes = v128.load(sums, 0);
  let ownSquares = v128.load(sums, 16);
  let ownSigned = v128.load(sums, 32);
  let leftMagnitudes = v128.load(sums, 48);
  let leftSquares = v128.load(sums, 64);
  let leftSigned = v128.load(sums, 80);
  for (let at: usize = 0; at < bytes; at += 16) {
    const own = v128.load(row + at);
    const magnitude = f32x4.abs(own);
    ownMagnitudes = f32x4.add(ownMagnitudes, magnitude);
    ownSquares = multiplyAdd(own, own, ownSquares);
    ownSigned = multiplyAdd(own, magnitude, ownSigned);
    const left = f32x4.mul(own, v128.load(row + at - 4));
    const leftMagnitude = f32x4.abs(left);
    leftMagnitudes = f32x4.add(leftMagnitudes, leftMagnitude);
    leftSquares = multiplyAdd(left, left, leftSquares);
    leftSigned = multiplyAdd(left, leftMagnitude, leftSigned);
  }
  v128.store(sums, ownMagnitudes, 0);
  v128.store(sums, ownSquares, 16);
  v128.store(sums, ownSigned, 32);
  v128.store(sums, leftMagnitudes, 48);
  v128.store(sums, leftSquares, 64);
  v128.store(sums, leftSigned, 80);
}

/** Adds the products of the samples of two rows, one below the other. */
export function addRows(above: usize, row: usize, bytes: usize, sums: usize): void {
  let downMagnitudes = v128.load(sums, 96);
  let downSquares = v128.load(sums, 112);
  let downSigned = v128.load(sums, 128);
  let mainMagnitudes = v128.load(sums, 144);
  let mainSquares = v128.load(sums, 160);
  let mainSigned = v128.load(sums, 176);
  let antiMagnitudes = v128.load(sums, 192);
  let antiSquares = v128.load(sums, 208);
  let antiSigned = v128.load(sums, 224);
  for (let at: usize = 0; at < bytes; at += 16) {
    const own = v128.load(row + at);
    const upper = v128.load(above + at);
    const down = f32x4.mul(own, upper);
    const downMagnitude = f32x4.abs(down);
    downMagnitudes = f32x4.add(downMagnitudes, downMagnitude);
    downSquares = multiplyAdd(down, down, downSquares);
    downSigned = multiplyAdd(down, downMagnitude, downSigned);
    const main = f32x4.mul(own, v128.load(above + at - 4));
    const mainMagnitude = f32x4.abs(main);
    mainMagnitudes = f32x4.add(mainMagnitudes, mainMagnitude);
    mainSquares = multiplyAdd(main, main, mainSquares);
    mainSigned = multiplyAdd(main, mainMagnitude, mainSigned);
    const anti = f32x4.mul(upper, v128.load(row + at - 4));
    const antiMagnitude = f32x4.abs(anti);
    antiMagnitudes = f32x4.add(antiMagnitudes, antiMagnitude);
    antiSquares = multiplyAdd(anti, anti, antiSquares);
    antiSigned = multiplyAdd(anti, antiMagnitude, antiSigned);
  }
  v128.store(sums, downMagnitudes, 96);
  v128.store(sums, downSquares, 112);
  v128.store(sums, downSigned, 128);
  v128.store(sums, mainMagnitudes, 144);
  v128.store(sums, mainSquares, 160);
  v128.store(sums, mainSigned, 176);
  v128.store(sums, antiMagnitudes, 192);
  v128.store(sums, antiSquares, 208);
  v128.store(sums, antiSigned, 224);
}
