import { AV_NOPTS_VALUE, AVERROR_EOF } from 'node-av/constants';
import { FormatContext, Packet } from 'node-av/lib';
import { check, type EncodedClip } from './encode-clip.ts';

/**
 * The timestamps of a clip's frames as its file has them, or `null` when its container keeps none.
 *
 * @throws Error when the container changed them otherwise than by one constant shift.
 */
export async function storedTimes(file: string, encoded: EncodedClip): Promise<number[] | null> {
  const stored = await readPacketTimes(file);
  // A packet without a time is normal in AVI (all of them) and in MPEG program streams (some).
  const known = stored.filter(time => time !== null);
  if (known.length === 0) return null;
  // A muxer may move all timestamps alike (MPEG-TS by its delay, Matroska to avoid negative decoding times).
  const shift = Math.min(...known) - Math.min(...encoded.ptsTicks);
  const times = encoded.ptsTicks.map(time => time + shift);
  if (stored.length !== times.length || !isSubsequence(known.sort(ascending), times.toSorted(ascending))) {
    throw new Error(`The container of ${file} changed the timestamps ${times} to ${known}.`);
  }
  return times;
}

const ascending = (a: number, b: number) => a - b;

function isSubsequence(part: readonly number[], whole: readonly number[]): boolean {
  let next = 0;
  for (const value of whole) if (value === part[next]) next++;
  return next === part.length;
}

/** Reads the timestamps of the first stream's packets back from a file, in file order; `null` where there is none. */
async function readPacketTimes(file: string): Promise<(number | null)[]> {
  await using demuxer = new FormatContext();
  check(await demuxer.openInput(file), `open ${file}`);
  try {
    using packet = new Packet();
    packet.alloc();
    const times: (number | null)[] = [];
    for (;;) {
      const code = await demuxer.readFrame(packet);
      if (code === AVERROR_EOF) return times;
      check(code, `read ${file}`);
      if (packet.streamIndex === 0) times.push(packet.pts === AV_NOPTS_VALUE ? null : Number(packet.pts));
      packet.unref();
    }
  } finally {
    await demuxer.closeInput();
  }
}
