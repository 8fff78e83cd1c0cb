import { clipsWithoutProof, progressiveCertainty } from '@framesieve/testkit';
import type { ClipOptions } from '@framesieve/testkit/clips';
import { describe, expect, it } from 'vitest';
import { findFfmpeg } from './find-ffmpeg.ts';
import { ffmpegDecoder } from './index.ts';
import { tellsProgressive } from './progressive-proof.ts';

const { binary } = await findFfmpeg(null);
const reason = binary ? `FFmpeg ${binary.version}` : 'skipped: there is no ffmpeg command';

interface Log {
  readonly tag?: string;
  readonly container?: string;
  readonly sets?: readonly string[];
  readonly packet?: readonly string[];
}

const set = (framesOnly: number, picStruct?: number) => [
  'Sequence Parameter Set',
  '0           forbidden_zero_bit                                          0 = 0',
  `74          frame_mbs_only_flag                                         ${framesOnly} = ${framesOnly}`,
  ...(picStruct === undefined
    ? []
    : [
        `122         pic_struct_present_flag                                     ${picStruct} = ${picStruct}`,
      ]),
];
const picture = ['Picture Parameter Set', '8           pic_parameter_set_id         1 = 0'];
const slice = ['Slice Header', '8           first_mb_in_slice                 1 = 0'];
const keyPacket = 'Packet: 12841 bytes, key frame, pts 0, dts 0, duration 3003.';

/** What ffmpeg logs of a file whose stream 1 is H.264. */
function logOf({
  tag = ' (avc1 / 0x31637661)',
  container = 'mov,mp4,m4a,3gp,3g2,mj2',
  sets = set(1, 0),
  packet = [keyPacket, ...slice],
}: Log): readonly string[] {
  return [
    `Input #0, ${container}, from 'a (avc1 / 0x31637661).mp4':`,
    '  Stream #0:0[0x1](und): Video: png (png  / 0x20676E70), rgb24(pc), 16x16',
    `  Stream #0:1[0x2](und): Video: h264 (High)${tag}, yuv420p(progressive), 64x48, 30 fps`,
    'Extradata',
    ...sets,
    ...picture,
    ...packet,
  ];
}

describe('the log of the headers', () => {
  it.each<[string, Log]>([
    ['say that there are frames only', {}],
    ['say nothing of messages', { sets: set(1) }],
    ['are of two kinds', { sets: [...set(1, 0), ...set(1)] }],
    ['lie in Matroska', { container: 'matroska,webm', tag: '' }],
  ])('is proof where parameter sets %s', (_, log) => {
    expect(tellsProgressive(logOf(log), 1)).toBe(true);
  });

  it.each<[string, Log]>([
    ['a parameter set has fields', { sets: [...set(1, 0), ...set(0)] }],
    ['there are messages of fields', { sets: set(1, 1) }],
    ['there is no parameter set', { sets: [] }],
    ['one is of another kind', { sets: [...set(1), 'Subset Sequence Parameter Set'] }],
    ['the packet brings one', { packet: [keyPacket, ...set(1, 0), ...slice] }],
    ['packets may bring some', { tag: ' (avc3 / 0x33637661)' }],
    ['the container keeps none', { container: 'mpegts', tag: ' ([27][0][0][0] / 0x001B)' }],
    ['the first packet is no key frame', { packet: [keyPacket.replace('key frame, ', ''), ...slice] }],
    ['there is no packet', { packet: [] }],
  ])('is none where %s', (_, log) => {
    expect(tellsProgressive(logOf(log), 1)).toBe(false);
  });

  it('is none for another stream, nor for none', () => {
    expect(tellsProgressive(logOf({}), 11)).toBe(false);
    expect(tellsProgressive([], 1)).toBe(false);
  });
});

describe.skipIf(!binary)(`that a stream is progressive (${reason})`, () => {
  it.each<[string, ClipOptions]>([
    ['mp4', {}],
    ['mkv', {}],
    ['mov', {}],
    ['webm', { encoder: 'libvpx' }],
  ])('is told by the headers in %s', async (extension, options) => {
    expect(await progressiveCertainty(ffmpegDecoder, extension, options)).toEqual([false, true]);
  });

  it.each(clipsWithoutProof)('is not certain where it %s', async (_, extension, options) => {
    expect(await progressiveCertainty(ffmpegDecoder, extension, options)).toEqual([false, false]);
  });
});
