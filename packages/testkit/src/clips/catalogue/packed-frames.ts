import { sharedClip } from '../shared-clip.ts';
import { type ClipRecipe, plainTruth } from './clip-recipe.ts';
import { smallClip } from './encoded-recipe.ts';
import { packTracks } from './pack-tracks.ts';
import { readTrack, type TrackPacket } from './track.ts';

// Start codes and picture types of ISO/IEC 14496-2, 6.3.
const pictureStart = Buffer.of(0, 0, 1, 0xb6);
const userDataStart = Buffer.of(0, 0, 1, 0xb2);
const biPredicted = 2;

/** By this mark a decoder knows that packets may hold two pictures. */
const mark = Buffer.concat([userDataStart, Buffer.from('DivX503b1393p')]);

/** A predicted picture that is not coded: it fills the place of one that came with the packet before. */
const placeholder = Buffer.concat([pictureStart, Buffer.of(0x50, 0x5f)]);

/**
 * MPEG-4 as DivX packed it into AVI: a B-frame lies in the packet of the picture that it refers to, and a packet that
 * shows nothing takes its place.
 */
export const packedFramesRecipe: ClipRecipe = {
  name: 'mpeg4-packed-avi',
  about: 'MPEG-4 with two pictures in a packet, and none in the next',
  file: 'clip.avi',
  async make(path) {
    const { file, truth } = await sharedClip('avi', { ...smallClip, encoder: 'mpeg4', bFrames: 1 });
    const track = await readTrack(file);
    await packTracks(path, [{ ...track, packets: track.packets.map(pack) }]);
    return plainTruth(truth, { ptsTicks: null });
  },
};

function pack(packet: TrackPacket, position: number, packets: readonly TrackPacket[]): TrackPacket {
  const next = packets[position + 1];
  if (isBiPredicted(packet)) return { ...packet, data: placeholder };
  const data = packet.keyFrame ? marked(packet.data) : packet.data;
  return next && isBiPredicted(next)
    ? { ...packet, data: Buffer.concat([data, next.data]) }
    : { ...packet, data };
}

function isBiPredicted({ data }: TrackPacket): boolean {
  return data[Buffer.from(data).indexOf(pictureStart) + pictureStart.length]! >> 6 === biPredicted;
}

function marked(data: Uint8Array): Uint8Array {
  const at = Buffer.from(data).indexOf(pictureStart);
  return Buffer.concat([data.subarray(0, at), mark, data.subarray(at)]);
}
