import { describe, expect, it } from 'vitest';
import { parseDump } from './stream-dump.ts';

const stream = (line: string) => parseDump([`  Stream #0:${line}`]).streams[0];

describe('parseDump', () => {
  it('takes the pixel aspect of the container where the codec has another one', () => {
    const line = '0: Video: h264 (High), yuv420p, 64x48 [SAR 4:3 DAR 16:9], SAR 16:11 DAR 64:33, 30 fps';
    expect(stream(line)?.pixelAspect).toEqual({ numerator: 16, denominator: 11 });
  });

  it('reads container, duration and the video streams', () => {
    const dump = parseDump([
      "Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:a, b: \\'c\\'.mp4':",
      '  Metadata:',
      '    comment         : Stream #0:7: Video: fake, yuv420p, 1x1',
      '  Duration: 01:02:03.50, start: 0.000000, bitrate: 3591 kb/s',
      '  Stream #0:0[0x1](und): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, stereo, fltp, 2 kb/s (default)',
      '  Stream #0:1[0x2](eng): Video: h264 (High 4:4:4 Predictive), 2 reference frames (avc1 / 0x31637661), yuv444p(tv, smpte170m/smpte170m/bt709, progressive, left), 480x352 (480x352) [SAR 16:15 DAR 4:3], 162 kb/s, 29.97 fps, 29.97 tbr, 90k tbn (default)',
      '    Side data:',
      '      displaymatrix: rotation of -90.00 degrees',
      '  Stream #0:2: Video: mjpeg (Baseline), yuvj420p(pc, bt470bg/unknown/unknown, center), 600x400 [SAR 1:1 DAR 3:2], 90k tbr, 90k tbn (attached pic)',
      'Stream mapping:',
      '  Stream #0:3: Video: rawvideo, yuv420p, 1x1',
    ]);
    expect(dump.container).toBe('mov,mp4,m4a,3gp,3g2,mj2');
    expect(dump.durationSeconds).toBe(3723.5);
    expect(dump.streams).toEqual([
      {
        index: 1,
        codec: 'h264',
        pixelFormat: 'yuv444p',
        color: {
          matrix: 'bt601',
          range: 'limited',
          chromaLocation: 'left',
          transfer: 'bt709',
          primaries: 'smpte170m',
        },
        width: 480,
        height: 352,
        pixelAspect: { numerator: 16, denominator: 15 },
        frameRate: { numerator: 2997, denominator: 100 },
        isDefault: true,
        attachedPicture: false,
        displayAngle: -90,
      },
      expect.objectContaining({
        index: 2,
        codec: 'mjpeg',
        pixelFormat: 'yuvj420p',
        color: expect.objectContaining({ matrix: 'bt601', range: 'full', chromaLocation: 'center' }),
        frameRate: null,
        isDefault: false,
        attachedPicture: true,
        displayAngle: null,
      }),
    ]);
  });

  it.each([
    [
      '0[0x1e0]: Video: mpeg2video (Main), yuv420p(tv, top first), 720x405 [SAR 1:1 DAR 16:9], 25 fps, 25 tbr',
      'yuv420p',
    ],
    [
      '0: Video: msmpeg4v3 (div3 / 0x33766964), yuv420p, 768x576, 816 kb/s, 10 fps, 10 tbr, 10 tbn',
      'yuv420p',
    ],
    [
      '0(eng): Video: hevc (Main 10), yuv420p10le(tv, bt2020nc/bt2020/smpte2084), 3840x2160, 1k fps',
      'yuv420p10le',
    ],
    ['0: Video: h264, none, 640x480, 25 tbr, 1200k tbn', null],
  ])('reads the pixel format of "%s"', (line, pixelFormat) => {
    expect(stream(line)?.pixelFormat).toBe(pixelFormat);
    expect(stream(line)?.width).toBeGreaterThan(0);
  });

  it('takes one colour name for all three, and an aspect of 0 for none', () => {
    const parsed = stream('0: Video: vp9, yuv420p(tv, bt709, progressive), 640x360, SAR 0:1 DAR 0:1, 24 fps');
    expect(parsed?.color).toMatchObject({ matrix: 'bt709', primaries: 'bt709', transfer: 'bt709' });
    expect(parsed?.pixelAspect).toEqual({ numerator: 1, denominator: 1 });
  });

  it('knows a stream without a size', () => {
    expect(stream('0: Video: h264 (avc1 / 0x31637661), none, 90k tbr, 90k tbn')).toMatchObject({
      width: 0,
      height: 0,
    });
  });

  it('finds nothing where ffmpeg recognised nothing', () => {
    const dump = parseDump(['file:x.mp4: Invalid data found when processing input']);
    expect(dump).toEqual({ container: null, durationSeconds: null, tags: {}, streams: [] });
  });
});
