/**
 * What is found of a cell, float64: for each of the five maps the sums of magnitudes, of squares, of squares with the sign of the
 * value; then for each the number of values that are not 0 and of negative ones.
 */
const recordBytes: usize = 25 * 8;
const countsAt: usize = 15 * 8;

/** Moves sums of float32 lanes and counts to the record of a cell. */
export function addToRecord(records: usize, cell: i32, sums: usize, counts: usize): void {
  const record = records + (cell as usize) * recordBytes;
  for (let i: usize = 0; i < 15; i++) {
    const lanes = v128.load(sums + (i << 4));
    v128.store(sums + (i << 4), f32x4.splat(0));
    const pairs = f64x2.add(
      f64x2.promote_low_f32x4(lanes),
      f64x2.promote_low_f32x4(i32x4.shuffle(lanes, lanes, 2, 3, 2, 3)),
    );
    add(record + (i << 3), f64x2.extract_lane(pairs, 0) + f64x2.extract_lane(pairs, 1));
  }
  for (let i: usize = 0; i < 10; i++) {
    add(record + countsAt + (i << 3), load<u32>(counts + (i << 2)) as f64);
    store<u32>(counts + (i << 2), 0);
  }
}

@inline
export function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

function addProduct(record: usize, map: usize, a: f32, b: f32): void {
  const product = (a as f64) * (b as f64);
  const sums = record + map * 24;
  add(sums, abs(product));
  add(sums + 8, product * product);
  add(sums + 16, product * abs(product));
  const counts = record + countsAt + map * 16;
  add(counts, product != 0 ? 1 : 0);
  add(counts + 8, product < 0 ? 1 : 0);
}

/** Adds the products across the seam of a map that wraps around: of its first column with its last one. */
export function addSeam(firstColumn: usize, lastColumn: usize, height: i32, record: usize): void {
  for (let y = 0; y < height; y++) {
    const own = (y as usize) << 2;
    const upper = ((y == 0 ? height - 1 : y - 1) as usize) << 2;
    const first = load<f32>(firstColumn + own);
    const last = load<f32>(lastColumn + own);
    addProduct(record, 1, first, last);
    addProduct(record, 3, first, load<f32>(lastColumn + upper));
    addProduct(record, 4, load<f32>(firstColumn + upper), last);
  }
}
