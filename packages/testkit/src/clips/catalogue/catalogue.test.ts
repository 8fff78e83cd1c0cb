import { describe, expect, it } from 'vitest';
import { catalogueClip, clipCatalogue } from './index.ts';
import { readTrack, type TrackPacket } from './track.ts';

const recipes = Object.values(clipCatalogue).flat();

async function packetsOf(name: string): Promise<{ packets: readonly TrackPacket[]; frames: number }> {
  const { file, truth } = await catalogueClip(recipes.find(recipe => recipe.name === name)!);
  return { packets: (await readTrack(file, truth.stream)).packets, frames: truth.numbers.length };
}

/** Types of the NAL units of a packet whose units begin with their length in four bytes. */
function unitTypes({ data }: TrackPacket, typeOf: (head: number) => number): number[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const types: number[] = [];
  for (let at = 0; at + 4 < data.length; at += 4 + view.getUint32(at)) types.push(typeOf(data[at + 4]!));
  return types;
}

/** Whether pictures that come behind a key frame in the file are shown before it. */
function hasLeadingPictures(packets: readonly TrackPacket[]): boolean {
  return packets.some(({ ptsTicks }, i) => {
    const key = packets.findLast(({ keyFrame }, at) => at < i && keyFrame);
    return key !== undefined && ptsTicks !== null && ptsTicks < key.ptsTicks!;
  });
}

it('has a name for each recipe, and each only once', () => {
  const names = recipes.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
});

describe('the clips hold what they are called after', () => {
  it.each(['h264-open-gop-ts', 'h264-open-gop-mp4', 'hevc-mp4', 'hevc-ts'])(
    '%s: leading pictures',
    async name => {
      const { packets } = await packetsOf(name);
      expect(hasLeadingPictures(packets)).toBe(true);
    },
  );

  it('hevc-mp4: leading pictures that a decoder skips when it begins there', async () => {
    const { packets } = await packetsOf('hevc-mp4');
    const types = packets.flatMap(packet => unitTypes(packet, head => (head >> 1) & 63));
    // RASL_N, RASL_R and CRA_NUT of ITU-T H.265, table 7-1.
    expect(types.some(type => type === 8 || type === 9)).toBe(true);
    expect(types).toContain(21);
  });

  it('h264-mp4: no leading pictures', async () => {
    const { packets } = await packetsOf('h264-mp4');
    expect(hasLeadingPictures(packets)).toBe(false);
  });

  it('vp9-alt-ref-webm: packets of more than one frame', async () => {
    const { packets, frames } = await packetsOf('vp9-alt-ref-webm');
    expect(packets).toHaveLength(frames);
    // The mark of a superframe's index is its last byte.
    expect(packets.some(({ data }) => data.at(-1)! >> 5 === 0b110)).toBe(true);
  });

  it.each(['vp8-hidden-webm', 'edit-list-cut-mp4'])('%s: more packets than frames', async name => {
    const { packets, frames } = await packetsOf(name);
    expect(packets.length).toBeGreaterThan(frames);
  });

  it('mpeg4-packed-avi: packets with two pictures, and as many with none', async () => {
    const { packets } = await packetsOf('mpeg4-packed-avi');
    const pictures = packets.map(
      ({ data }) => Buffer.from(data).toString('latin1').split('\0\0\x01\xb6').length - 1,
    );
    expect(pictures.filter(count => count === 2).length).toBeGreaterThan(10);
    expect(packets.filter(({ data }) => data.length < 8)).toHaveLength(
      pictures.filter(count => count === 2).length,
    );
  });

  it('wrap-ts: times on both sides of the wrap', async () => {
    const { packets } = await packetsOf('wrap-ts');
    const times = packets.map(({ ptsTicks }) => ptsTicks!);
    expect(Math.min(...times)).toBeLessThan(0);
    expect(Math.max(...times)).toBeGreaterThan(0);
  });
});
