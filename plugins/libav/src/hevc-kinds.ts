import { nalLengthBytes, nalUnits } from './nal-units.ts';
import type { PacketKinds } from './packet-kinds.ts';

/**
 * By `nal_unit_type` (ITU-T H.265, 7.4.2.2): 16…21 are random access points, of which only pictures shown before them may
 * refer to anything earlier; even ones below 10 are not referred to by pictures of the same temporal layer, so those of the
 * highest layer are not referred to at all.
 */
export class HevcKinds implements PacketKinds {
  readonly fieldsApart = false;
  readonly #lengthBytes: number | null;
  /** `sps_max_sub_layers_minus1`, the largest that was met; `null` before one was. */
  #highestLayer: number | null = null;

  constructor(extradata: Buffer | null) {
    this.#lengthBytes = nalLengthBytes(extradata, 21);
    if (!extradata) return;
    if (this.#lengthBytes === null) this.#note(nalUnits(extradata, null) ?? []);
    else this.#note(recordedUnits(extradata));
  }

  isCleanStart(data: Buffer): boolean {
    const units = nalUnits(data, this.#lengthBytes) ?? [];
    this.#note(units);
    const pictures = units.filter(unit => typeOfHevc(unit) < 32);
    return pictures.length > 0 && pictures.every(unit => typeOfHevc(unit) >= 16 && typeOfHevc(unit) <= 21);
  }

  isDisposable(data: Buffer): boolean {
    const units = nalUnits(data, this.#lengthBytes);
    if (!units || units.some(unit => unit.length < 2)) return false;
    this.#note(units);
    // Delimiters, filling and messages besides.
    const pictures = units.filter(unit => ![35, 38, 39, 40].includes(typeOfHevc(unit)));
    return pictures.length > 0 && pictures.every(unit => this.#isUnused(unit));
  }

  #isUnused(unit: Buffer): boolean {
    const type = typeOfHevc(unit);
    const layer = ((unit[0]! & 1) << 5) | (unit[1]! >> 3);
    return type < 10 && type % 2 === 0 && layer === 0 && (unit[1]! & 7) - 1 === this.#highestLayer;
  }

  #note(units: readonly Buffer[]): void {
    for (const unit of units) {
      if (typeOfHevc(unit) !== 33 || unit.length < 3) continue;
      this.#highestLayer = Math.max(this.#highestLayer ?? 0, (unit[2]! >> 1) & 7);
    }
  }
}

const typeOfHevc = (unit: Buffer) => (unit[0]! >> 1) & 63;

/** The NAL units of an HEVC configuration record (ISO/IEC 14496-15, 8.3.3.1). */
function recordedUnits(record: Buffer): readonly Buffer[] {
  const units: Buffer[] = [];
  let at = 23;
  for (let arrays = record[22] ?? 0; arrays > 0 && at + 3 <= record.length; arrays--) {
    const count = record.readUInt16BE(at + 1);
    at += 3;
    for (let i = 0; i < count && at + 2 <= record.length; i++) {
      const length = record.readUInt16BE(at);
      units.push(record.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return units.filter(unit => unit.length > 0);
}
