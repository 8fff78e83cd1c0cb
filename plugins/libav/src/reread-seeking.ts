import type { DecodedFrame, FrameIndex, Logger } from '@framesieve/core';
import { planReread, SeekIndex } from '@framesieve/decoder';
import type { Hardware } from './hardware.ts';
import type { Pass, Source } from './open-source.ts';
import type { PacketKinds } from './packet-kinds.ts';
import { readFirst, readGroup, type SoughtGroup } from './read-group.ts';
import type { RereadTally } from './reread-tally.ts';

/** Frames that a seek must save: moving the demuxer and filling the decoder costs about as much as decoding a few. */
const seekFrames = 16;

/** What frames are read again with. */
export interface RereadParts {
  readonly frameIndex: FrameIndex;
  /** What is told of the stream's packets; `null` for nothing. */
  readonly kinds: PacketKinds | null;
  readonly hardware: Hardware;
  readonly pass: Pass;
  readonly logger: Logger;
  readonly tally: RereadTally;
  /** A decoder at the start of the file; whoever asks for it closes it. */
  open(): Promise<Source>;
  /** Decodes from the start of the stream. */
  readLinearly(ordinals: readonly number[]): AsyncGenerator<DecodedFrame, void, undefined>;
}

/**
 * Reads frames again by the cheapest plan, in up to two ways: first by letting packets tell where decoding may begin and
 * what may be left out, then by decoding everything from the key frame before the last one on, as all codecs allow.
 *
 * @returns the ordinals from the first one on that were not found with certainty.
 */
export async function* rereadSeeking(
  ordinals: readonly number[],
  parts: RereadParts,
): AsyncGenerator<DecodedFrame, readonly number[], undefined> {
  const index = new SeekIndex(parts.frameIndex);
  let rest = ordinals;
  for (const kinds of parts.kinds ? [parts.kinds, null] : [null]) {
    const plan = planReread(rest, parts.frameIndex, { seekFrames, leadIn: kinds ? 0 : 1 });
    parts.logger.debug(plan.summary);
    const [first] = plan.groups;
    const counted = first?.point === null ? first.ordinals : [];
    if (counted.length > 0) yield* parts.readLinearly(counted);
    const sought = plan.groups.filter((group): group is SoughtGroup => group.point !== null);
    rest = rest.slice(counted.length);
    if (sought.length > 0) rest = yield* readGroups(sought, index, kinds, parts);
    if (rest.length === 0) return rest;
    parts.logger.debug(`Seeking for frame ${rest[0]} did not lead to it with certainty.`);
  }
  return rest;
}

async function* readGroups(
  groups: readonly SoughtGroup[],
  index: SeekIndex,
  kinds: PacketKinds | null,
  { hardware, pass, tally, open }: RereadParts,
): AsyncGenerator<DecodedFrame, readonly number[], undefined> {
  await using source = await open();
  const reading = { source, index, kinds, hardware, pass, tally };
  let next = 0;
  let missing: readonly number[] = [];
  if (await readFirst(reading)) {
    while (next < groups.length && missing.length === 0) missing = yield* readGroup(groups[next++]!, reading);
  }
  return [...missing, ...groups.slice(next).flatMap(group => group.ordinals)];
}
