import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPipeline, type PixelPipeline, parsePipeline, settingsOf } from './pixel-pipeline.ts';

const pipelines = fc.record<PixelPipeline>({
  hardware: fc.constantFrom(null, 'cuda', 'vaapi', 'videotoolbox', 'd3d11va'),
  deinterlace: fc.constantFrom(null, 'bwdif', 'bwdif-all'),
  toneMap: fc.constantFrom(null, 'bt2390'),
});

describe('the stored form of a pixel pipeline', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(pipelines, pipeline => {
        expect(parsePipeline(formatPipeline(pipeline))).toEqual(pipeline);
      }),
    );
    expect(formatPipeline({ hardware: null, deinterlace: null, toneMap: null })).toBe('none');
    expect(formatPipeline({ hardware: 'cuda', deinterlace: 'bwdif', toneMap: 'bt2390' })).toBe(
      'cuda,bwdif,bt2390',
    );
  });

  it('is refused when a step is not known', () => {
    expect(() => parsePipeline('bwdif,sharpen')).toThrow(/`pixelPipeline`.*bwdif,sharpen/);
  });

  it('gives settings that leave nothing to be found out again', () => {
    const crop = { x: 0, y: 10, width: 64, height: 40 };
    expect(settingsOf('cuda,bwdif', crop)).toEqual({
      crop,
      deinterlace: 'flagged',
      toneMap: 'off',
      hwaccel: 'cuda',
    });
    expect(settingsOf('bwdif-all,bt2390', null)).toEqual({
      crop: 'none',
      deinterlace: 'on',
      toneMap: 'auto',
      hwaccel: 'off',
    });
  });
});
