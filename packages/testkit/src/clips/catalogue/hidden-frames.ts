import { sharedClip } from '../shared-clip.ts';
import { type ClipRecipe, plainTruth } from './clip-recipe.ts';
import { smallClip } from './encoded-recipe.ts';
import { packTracks } from './pack-tracks.ts';
import { readTrack } from './track.ts';

/** Bit of a VP8 frame's first byte that says it is to be shown (RFC 6386, 9.1). */
const shown = 0x10;

/** VP8 with packets that are decoded, but show nothing: what its encoder does for alternative references. */
export const hiddenFramesRecipe: ClipRecipe = {
  name: 'vp8-hidden-webm',
  about: 'VP8 with packets that show nothing',
  file: 'clip.webm',
  async make(path) {
    const { file, truth } = await sharedClip('webm', { ...smallClip, encoder: 'libvpx' });
    const track = await readTrack(file);
    const hidden = (position: number) => position % 8 === 5;
    const packets = track.packets.map((packet, position) => {
      const data = Uint8Array.from(packet.data);
      if (hidden(position)) data[0]! &= ~shown;
      return { ...packet, data };
    });
    await packTracks(path, [{ ...track, packets }]);
    const numbers = [...packets.keys()].filter(position => !hidden(position));
    return plainTruth(truth, {
      numbers,
      ptsTicks: numbers.map(number => truth.ptsTicks![number]!),
      keyFrames: truth.keyFrames.map(key => numbers.indexOf(key)),
    });
  },
};
