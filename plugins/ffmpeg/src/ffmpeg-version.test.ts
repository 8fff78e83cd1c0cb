import { describe, expect, it } from 'vitest';
import { parseFfmpegVersion } from './ffmpeg-version.ts';

const git = (libavfilter: string) =>
  `ffmpeg version N-47683-g0e8eb07980-static https://example.org/\nlibavutil      56. 24.101 / 56. 24.101\nlibavfilter     ${libavfilter} / ${libavfilter}\n`;

describe('parseFfmpegVersion', () => {
  it.each([
    ['ffmpeg version 4.1.11-0+deb10u1 Copyright (c) 2000-2023', '4.1.11-0+deb10u1', [false, false, false]],
    ['ffmpeg version 4.3.6-0+deb11u1 Copyright', '4.3.6-0+deb11u1', [false, false, true]],
    ['ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright', '4.4.2-0ubuntu0.22.04.1', [false, true, true]],
    ['ffmpeg version 5.0.1 Copyright', '5.0.1', [false, true, true]],
    ['ffmpeg version 5.1.9-0+deb12u1 Copyright', '5.1.9-0+deb12u1', [true, true, true]],
    ['ffmpeg version n6.1 Copyright', 'n6.1', [true, true, true]],
    [
      'ffmpeg version 8.0-full_build-www.gyan.dev Copyright',
      '8.0-full_build-www.gyan.dev',
      [true, true, true],
    ],
    [git('7. 46.101'), 'N-47683-g0e8eb07980-static', [false, false, true]],
    [git('11.  4.100'), 'N-47683-g0e8eb07980-static', [true, true, true]],
  ])('reads "%s"', (output, version, [fpsMode, autoscaleOption, fullShowinfo]) => {
    expect(parseFfmpegVersion(output)).toEqual({
      version,
      features: { fpsMode, autoscaleOption, fullShowinfo },
    });
  });

  it('refuses what is not FFmpeg', () => {
    expect(parseFfmpegVersion('v24.21.0\n')).toBeNull();
  });
});
