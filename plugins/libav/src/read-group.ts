import type { DecodedFrame } from '@framesieve/core';
import { type RereadGroup, type SeekIndex, type SeekPoint, SoughtPlace } from '@framesieve/decoder';
import * as av from 'node-av/constants';
import type { Frame, Packet } from 'node-av/lib';
import { FrameGate } from './frame-gate.ts';
import { isCorrupt } from './frame-reader.ts';
import { type Hardware, HardwareFailure } from './hardware.ts';
import { leaseFrame } from './lease-frame.ts';
import type { Pass, Source } from './open-source.ts';
import type { PacketKinds } from './packet-kinds.ts';
import type { RereadTally } from './reread-tally.ts';
import { ticksOf } from './stream-description.ts';

/** A group that is sought. */
export interface SoughtGroup extends RereadGroup {
  readonly point: SeekPoint;
}

/** What groups are read with. */
export interface GroupReading {
  readonly source: Source;
  readonly index: SeekIndex;
  /** By which packets may be left out; `null` where all are decoded from the group before on. */
  readonly kinds: PacketKinds | null;
  readonly hardware: Hardware;
  readonly pass: Pass;
  readonly tally: RereadTally;
}

/**
 * Decodes the first frame of the stream: it may say, and only there, how all are to be decoded (which encoder made it, for
 * one).
 *
 * @returns whether it is the one of the index, as it hardly is when the index is of another file.
 */
export async function readFirst({ source, index, kinds }: GroupReading): Promise<boolean> {
  let isSent = false;
  const admit = ({ pts }: Packet) => {
    if (isSent) return 'end';
    isSent = index.ordinalOf(Number(pts)) === 0;
    return 'decode';
  };
  for await (const frame of source.read(kinds ? admit : undefined)) {
    if (kinds?.fieldsApart && isInterlaced(frame)) return false;
    return index.agrees(0, ticksOf(frame.bestEffortTimestamp), frame.hasFlags(av.AV_FRAME_FLAG_KEY));
  }
  return false;
}

/** Frames by which a packet may come before others that are shown before it: some containers are sought in that order. */
const mostReordered = 32;

/**
 * Reads a group: seeks, and decodes what leads up to the wanted frames, which are recognised by their timestamps. Every frame
 * that comes out has to be the one that is expected there.
 *
 * @returns the ordinals from the first one on that were not found with certainty.
 */
export async function* readGroup(
  { point, ordinals }: SoughtGroup,
  reading: GroupReading,
): AsyncGenerator<DecodedFrame, readonly number[], undefined> {
  const { index, kinds, tally } = reading;
  if (!kinds) return yield* readFrom(point.start, new SoughtPlace(index, point), null, ordinals, reading);
  for (const from of [point.start, Math.max(0, point.start - mostReordered)]) {
    const gate = new FrameGate(index, kinds, point.start, ordinals);
    const place = new SoughtPlace(index, point, { next: ordinal => gate.next(ordinal) });
    try {
      const missing = yield* readFrom(from, place, gate, ordinals, reading);
      if (!gate.isBehind) return missing;
    } finally {
      tally.passed += gate.passed;
    }
  }
  return ordinals;
}

async function* readFrom(
  seekTo: number,
  place: SoughtPlace,
  gate: FrameGate | null,
  ordinals: readonly number[],
  { source, index, kinds, hardware, pass }: GroupReading,
): AsyncGenerator<DecodedFrame, readonly number[], undefined> {
  const { demuxer, decoder, stream } = source;
  const timestamp = BigInt(index.ptsOf(seekTo));
  if ((await demuxer.seekFrame(stream.index, timestamp, av.AVSEEK_FLAG_BACKWARD)) < 0) return ordinals;
  decoder.flushBuffers();
  const targets = [...ordinals];
  for await (const frame of source.read(gate ? packet => gate.admit(packet) : undefined)) {
    const found = place.step(ticksOf(frame.bestEffortTimestamp), frame.hasFlags(av.AV_FRAME_FLAG_KEY));
    if (found === 'before') continue;
    if (found === 'lost') return targets;
    if (kinds?.fieldsApart && isInterlaced(frame)) return targets;
    if (found !== targets[0]) continue;
    // What is made up for damage depends on where decoding began.
    if (isCorrupt(frame)) return targets;
    const leased = await leaseFrame(frame, found, source, pass).catch(hardwareFailure);
    if (leased instanceof HardwareFailure) {
      hardware.giveUp(leased.message);
      return targets;
    }
    targets.shift();
    yield leased;
    if (targets.length === 0) return [];
  }
  return targets;
}

function isInterlaced(frame: Frame): boolean {
  return frame.hasFlags(av.AV_FRAME_FLAG_INTERLACED);
}

/** Lets errors of the hardware be looked at. */
export function hardwareFailure(error: unknown): HardwareFailure {
  if (error instanceof HardwareFailure) return error;
  throw error;
}
