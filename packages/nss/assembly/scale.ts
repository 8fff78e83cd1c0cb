import { roundedUp } from './lanes';
import { filterRowDouble, normaliseRowDouble, widenSamples } from './double-window-rows';
import { centreHalfSamples, normaliseHalfRow } from './half-window-rows';
import { centreHalf, centreSamples } from './local-centre';
import { loadLevels, loadLevelsAsOpencv } from './load-row';
import { filterRowAsOpencv, normaliseRowAsOpencv } from './opencv-window-rows';
import { addRow, addRows } from './product-sums';
import { addSeam, addToRecord } from './records';
import { countRow, countRows, signBits } from './sign-bits';
import { centreLevel, writeConstants, writeOpencvConstants } from './window-constants';
import { filterRow, normaliseRow } from './window-rows';
import {
  bitRow,
  bitsAt,
  constantsAt,
  countsAt,
  normalisedAt,
  normalisedRow,
  rowsAt,
  sampleRow,
  samplesAt,
  sumsAt,
  sumsRow,
  windowAt,
  windowRow,
  workEnd,
} from './work';

/** A map to be measured, and where; laid out as `src/kernel/nss-kernel.ts` writes it. */
@unmanaged
export class ScalePlan {
  width: i32;
  height: i32;
  /** Address of the first sample; four samples before each row and eight behind it are what the window finds there. */
  source: usize;
  sourceStride: i32;
  /** 1: levels of 8 bits. 4: levels in float32, or for OpenCV numbers from 0 to 1; then at most 192 columns at once. */
  sampleBytes: i32;
  /** Address of a row of zeros, which is above and below the map; 0: there its first and last one are. */
  beyond: usize;
  /** 1: in OpenCV's order of operations. */
  opencv: i32;
  /** 1: products wrap around within a cell. 0: what lies beyond is 0. */
  circular: i32;
  /** 1: the map consists of cells of `strip` columns and `segment` rows that are measured apart; 0: all of it is one. */
  cells: i32;
  /** Columns and rows of the tiles that are worked on one after another; at most 384 columns, a multiple of 16. */
  strip: i32;
  segment: i32;
  /** Rows after which float32 sums are added to those in float64. */
  flushRows: i32;
  /** Address of `workBytes`. */
  work: usize;
  /** Address of a record per cell, zeros before (see records.ts). */
  records: usize;
  /** Addresses of the first column and of the last one of a strip: float32, one for each row. */
  firstColumn: usize;
  lastColumn: usize;
}

/** Bytes that the work on a map takes. */
export function workBytes(): usize {
  return workEnd;
}

/** Measures a map: adds to the records of its cells. */
export function measureScale(plan: ScalePlan): void {
  const constants = plan.work + constantsAt;
  if (plan.opencv) writeOpencvConstants(constants);
  else writeConstants(constants);
  for (let start = 0; start < plan.width; start += plan.strip) {
    const width = min(plan.strip, plan.width - start);
    memory.fill(plan.work + normalisedAt, 0, workEnd - normalisedAt);
    for (let top = 0; top < plan.height; top += plan.segment) {
      measureTile(plan, start, top, width, min(plan.segment, plan.height - top));
    }
  }
  if (!plan.cells && plan.circular) addSeam(plan.firstColumn, plan.lastColumn, plan.height, plan.records);
}

/** The address of a row's first sample, which may lie beyond the edge. */
export function rowAt(plan: ScalePlan, row: i32): usize {
  if (row >= 0 && row < plan.height) return plan.source + row * plan.sourceStride;
  if (plan.beyond) return plan.beyond;
  return plan.source + (row < 0 ? 0 : plan.height - 1) * plan.sourceStride;
}

/** Rows of a strip, from one to the next; what is left of a tile for the one below are the normalised rows. */
function measureTile(plan: ScalePlan, start: i32, top: i32, width: i32, height: i32): void {
  const work = plan.work;
  const constants = work + constantsAt;
  const bytes = (roundedUp(width, 8) as usize) << 2;
  const opencv = plan.opencv;
  const half = plan.sampleBytes == 4;
  let double = false;
  if (!opencv) {
    if (half) centreHalf(plan, start, top, width, height, constants);
    else centreSamples(plan, start, top, width, height, constants);
  }
  const rows = work + rowsAt;
  for (let i: usize = 0; i < 7; i++) store<usize>(rows + (i << 2), work + windowAt + i * windowRow);
  for (let row = top - 3; row < top + height + 3; row++) {
    const samples = samplesOf(work, row);
    const sums = nextRow(rows);
    if (double) {
      addDoubleRow(plan, row, start, width, sums);
    } else {
      loadRow(plan, rowAt(plan, row), start, width, samples, constants);
      if (opencv) filterRowAsOpencv(samples, sums, sums + sumsRow, bytes, constants);
      else filterRow(samples, sums, sums + sumsRow, bytes, constants);
    }
    const y = row - 3;
    if (y < top) continue;
    const rowInCell = plan.cells ? y - top : y;
    const target = work + normalisedAt + slotOf(rowInCell) * normalisedRow + 16;
    const centre = samplesOf(work, y);
    if (opencv) normaliseRowAsOpencv(centre, target, bytes, rows, constants);
    else if (half) {
      if (!double && normaliseHalfRow(centre, target, bytes, rows, constants)) {
        // From here to the end of the tile in float64, beginning with the rows that the window covers.
        double = true;
        for (let i = 0; i < 7; i++)
          addDoubleRow(plan, row - 6 + i, start, width, load<usize>(rows + ((i as usize) << 2)));
      }
      if (double) normaliseRowDouble(centre, target, bytes << 1, rows, constants);
    } else normaliseRow(centre, target, bytes, rows, constants);
    clearBehind(target, width);
    store<f32>(target - 4, sampleBefore(plan, target, start, y, width));
    addNormalised(plan, rowInCell, width, target);
    const isLast = rowInCell == (plan.cells ? plan.segment : plan.height) - 1;
    if (isLast || (y + 1) % plan.flushRows == 0) {
      const cell = plan.cells ? (top / plan.segment) * (plan.width / plan.strip) + start / plan.strip : 0;
      addToRecord(plan.records, cell, work + sumsAt, work + countsAt);
    }
  }
}

/** Makes the sums along a row in float64. */
function addDoubleRow(plan: ScalePlan, row: i32, start: i32, width: i32, sums: usize): void {
  const samples = samplesOf(plan.work, row);
  const from = rowAt(plan, row) + ((start - 4) << 2);
  widenSamples(from, samples - 32, width + 8);
  const bytes = (roundedUp(width, 8) as usize) << 3;
  filterRowDouble(samples, sums, sums + sumsRow, bytes, plan.work + constantsAt);
}

/** Makes the oldest of the seven rows the newest one; returns its address. */
function nextRow(rows: usize): usize {
  const oldest = load<usize>(rows);
  for (let at: usize = 0; at < 24; at += 4) store<usize>(rows + at, load<usize>(rows + at, 4));
  store<usize>(rows, oldest, 24);
  return oldest;
}

@inline
export function samplesOf(work: usize, row: i32): usize {
  return work + samplesAt + (((row + 4) & 3) as usize) * sampleRow + 32;
}

/** The first row of a cell is kept until its last one is there; the others take turns. */
@inline
export function slotOf(rowInCell: i32): usize {
  return rowInCell == 0 ? 0 : ((1 + (rowInCell & 1)) as usize);
}

function loadRow(plan: ScalePlan, row: usize, start: i32, width: i32, target: usize, constants: usize): void {
  const from = row + (start - 4) * plan.sampleBytes;
  const count = width + 8;
  if (plan.opencv) {
    if (plan.sampleBytes == 4) memory.copy(target - 16, from, (count as usize) << 2);
    else loadLevelsAsOpencv(from, target - 16, count);
  } else if (plan.sampleBytes == 4) {
    centreHalfSamples(from, target - 16, count, constants + centreLevel);
  } else {
    loadLevels(from, target - 16, count, constants + centreLevel);
  }
}

function clearBehind(row: usize, width: i32): void {
  const end = row + ((width as usize) << 2);
  const zero = i32x4.splat(0);
  v128.store(end, zero);
  v128.store(end, zero, 16);
  v128.store(end, zero, 32);
  v128.store(end, zero, 48);
}

/** What lies before the first sample of a row: the last one of the cell or of the strip before, or nothing. */
function sampleBefore(plan: ScalePlan, row: usize, start: i32, y: i32, width: i32): f32 {
  const last = load<f32>(row + (((width - 1) as usize) << 2));
  if (plan.cells) return plan.circular ? last : 0;
  const place = (y as usize) << 2;
  const before: f32 = start > 0 ? load<f32>(plan.lastColumn + place) : 0;
  if (start == 0) store<f32>(plan.firstColumn + place, load<f32>(row));
  store<f32>(plan.lastColumn + place, last);
  return before;
}

/** Adds a row to the sums and counts of its cell: by itself, with the one above, and at last with the first one if it wraps around. */
function addNormalised(plan: ScalePlan, rowInCell: i32, width: i32, row: usize): void {
  const work = plan.work;
  const bits = work + bitsAt + slotOf(rowInCell) * (2 * bitRow);
  signBits(row, bits, bits + bitRow, roundedUp(width, 16) >> 4);
  addRow(row, (roundedUp(width, 4) as usize) << 2, work + sumsAt);
  countRow(bits, bits + bitRow, load<f32>(row - 4), (width + 63) >> 6, work + countsAt);
  if (rowInCell > 0) addPair(work, slotOf(rowInCell - 1), slotOf(rowInCell), width);
  const isLast = rowInCell == (plan.cells ? plan.segment : plan.height) - 1;
  if (isLast && plan.circular) addPair(work, slotOf(rowInCell), 0, width);
}

function addPair(work: usize, upperSlot: usize, lowerSlot: usize, width: i32): void {
  const upper = work + normalisedAt + upperSlot * normalisedRow + 16;
  const lower = work + normalisedAt + lowerSlot * normalisedRow + 16;
  const upperBits = work + bitsAt + upperSlot * (2 * bitRow);
  const lowerBits = work + bitsAt + lowerSlot * (2 * bitRow);
  addRows(upper, lower, (roundedUp(width, 4) as usize) << 2, work + sumsAt);
  countRows(
    upperBits,
    upperBits + bitRow,
    load<f32>(upper - 4),
    lowerBits,
    lowerBits + bitRow,
    load<f32>(lower - 4),
    (width + 63) >> 6,
    work + countsAt,
  );
}
