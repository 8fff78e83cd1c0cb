import {
  type AnalysisPlan,
  type DecodeDescription,
  everyFrame,
  type FrameRecord,
  type FrameScore,
  type MetricDescription,
  type ScoredFrame,
  unknownColor,
} from '@framesieve/core';

/** A frame record of a 25 fps video in a time base of 1/12800, for tests that have no pictures. */
export function makeFrameRecord(ordinal: number, overrides: Partial<FrameRecord> = {}): FrameRecord {
  return {
    ordinal,
    ptsTicks: ordinal * 512,
    ptsSource: 'container',
    timeSeconds: ordinal / 25,
    width: 320,
    height: 240,
    keyFrame: ordinal % 12 === 0,
    corrupt: false,
    fingerprint: 0xf000_0000_0000_0001n + BigInt(ordinal) * 0x1_0001n,
    facts: {
      meanLuma: 0.25 + (ordinal % 10) / 20,
      contrast: 0.125,
      change: ordinal === 0 ? null : 0.0625,
      perceptualHash: 0xffff_ffff_ffff_ff00n - BigInt(ordinal),
      sharpness: 0.5 - (ordinal % 8) / 32,
      noise: 1 / 256,
      blockiness: (ordinal % 4) / 8,
      shadows: (ordinal % 3) / 16,
      highlights: 1 / 32,
      dominance: 0.25 + (ordinal % 5) / 16,
    },
    ...overrides,
  };
}

/** A decode description that goes with {@link makeFrameRecord}. */
export function makeDecodeDescription(overrides: Partial<DecodeDescription> = {}): DecodeDescription {
  return {
    stream: {
      index: 0,
      codec: 'h264',
      width: 320,
      height: 240,
      pixelFormat: 'yuv420p',
      color: unknownColor,
      timeBase: { numerator: 1, denominator: 12_800 },
      frameRate: { numerator: 25, denominator: 1 },
      durationSeconds: null,
      frameCount: null,
      rotation: 0,
      mirrored: false,
      pixelAspect: { numerator: 1, denominator: 1 },
      attachedPicture: false,
      isDefault: true,
    },
    container: 'mov,mp4',
    decoder: { id: 'fake', version: '1' },
    pixelPipeline: 'none',
    crop: null,
    startPts: 0,
    ...overrides,
  };
}

/** A metric description of a model that doesn't exist. */
export function makeMetric(id: string, overrides: Partial<MetricDescription> = {}): MetricDescription {
  return {
    id,
    modelDirection: 'lower',
    direction: 'lower',
    range: [0, null],
    modelSha256: 'ab'.repeat(32),
    implementation: { name: 'fake', version: '1' },
    kernel: 'fake',
    precision: 'fp64',
    device: 'cpu',
    ...overrides,
  };
}

/** The plan of an analysis of a video that doesn't exist. */
export function makePlan(metricIds: readonly string[], overrides: Partial<AnalysisPlan> = {}): AnalysisPlan {
  return {
    path: '/videos/clip.mp4',
    identity: { sizeBytes: 1_000_000, sha256: 'cd'.repeat(32) },
    decode: makeDecodeDescription(),
    metrics: metricIds.map(id => makeMetric(id)),
    sampling: everyFrame,
    resume: true,
    ...overrides,
  };
}

/** A made-up but fixed score; every 17th frame can't be scored. */
export function makeScore(ordinal: number): FrameScore {
  if (ordinal % 17 === 16) return { score: null, reason: 'the frame is flat' };
  return { score: 40 + 30 * Math.sin(ordinal / 7), distribution: null };
}

/** The scored frames `[start, end)`. */
export async function* makeScoredFrames(
  metricIds: readonly string[],
  start: number,
  end: number,
): AsyncGenerator<ScoredFrame, void, undefined> {
  for (let ordinal = start; ordinal < end; ordinal++) {
    const scores = new Map(metricIds.map(id => [id, makeScore(ordinal)]));
    yield { record: makeFrameRecord(ordinal), scores };
  }
}
