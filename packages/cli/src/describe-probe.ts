import { parsePipeline } from '@framesieve/core';
import { counted } from './counted.ts';
import type { ProbedVideo } from './probe-inputs.ts';

type Picture = NonNullable<ProbedVideo['picture']>;

/** What was seen of an input and what will be done about it, for a person. */
export function describeProbe(video: ProbedVideo): string {
  const { path, error, warnings, container, decoder, decoderVersion, identity, streams, picture } = video;
  if (error)
    return [`${path}: FAILED: ${error.message}`, ...(error.hint ? [`  ${error.hint}`] : [])].join('\n');
  return [
    `${path}: ${container}, decoded by ${decoder} ${decoderVersion}, identity ${identity?.slice(0, 6)}`,
    ...streams.map(stream => streamLine(stream, video.streamReason)),
    ...(picture ? pictureLines(picture, video).map(line => `    ${line}`) : []),
    ...warnings.map(warning => `  Warning: ${warning}`),
  ].join('\n');
}

function streamLine(stream: ProbedVideo['streams'][number], reason: string | null): string {
  const parts = [
    `stream ${stream.index}: ${stream.codec} ${stream.width}×${stream.height}`,
    stream.pixelFormat,
    stream.frameRate === null ? null : `${Number(stream.frameRate.toFixed(3))} fps`,
    stream.durationSeconds === null ? null : `${stream.durationSeconds.toFixed(2)} s`,
    stream.frames === null ? null : `${counted(stream.frames, 'frame')} claimed`,
    stream.attachedPicture ? 'cover art' : null,
    stream.chosen && reason ? `chosen because ${reason}` : null,
  ];
  return `  ${stream.chosen ? '→' : ' '} ${parts.filter(part => part !== null).join(', ')}`;
}

function pictureLines(picture: Picture, { pixelPipeline, crop }: ProbedVideo): readonly string[] {
  const pipeline = parsePipeline(pixelPipeline ?? 'none');
  return [
    `picture: ${picture.width}×${picture.height} ${picture.pixelFormat}, ${shapeOf(picture)}`,
    `color: ${colorOf(picture)}`,
    `dynamic range: ${dynamicRange(picture, pipeline.toneMap !== null)}`,
    `scan: ${scanOf(picture, pipeline.deinterlace)}`,
    crop
      ? `black bars: ${crop.width}×${crop.height} at ${crop.x},${crop.y} is scored; stills show the whole picture`
      : 'black bars: none left out',
    `hardware: ${pipeline.hardware ?? 'none, decoded in software'}`,
  ];
}

function shapeOf({ rotation, mirrored, pixelAspect, shownWidth, shownHeight }: Picture): string {
  const [width, height] = pixelAspect;
  const parts = [
    mirrored ? 'mirrored' : null,
    rotation === 0 ? null : `turned by ${rotation}°`,
    width === height ? null : `pixels of ${width}:${height} made square`,
    `shown as ${shownWidth}×${shownHeight}`,
  ];
  return parts.filter(part => part !== null).join(', ');
}

function colorOf({ range, rangeStated, matrix, matrixStated, primaries }: Picture): string {
  const assumed = (stated: boolean) => (stated ? '' : ' (assumed)');
  return `${range} range${assumed(rangeStated)}, matrix ${matrix}${assumed(matrixStated)}, primaries ${primaries}`;
}

function dynamicRange({ transfer }: Picture, toneMapped: boolean): string {
  const names: Readonly<Record<string, string>> = { smpte2084: 'high (PQ)', 'arib-std-b67': 'high (HLG)' };
  const name = names[transfer] ?? `standard (transfer ${transfer})`;
  return toneMapped ? `${name}, tone-mapped to standard range (BT.2390)` : name;
}

function scanOf({ scan }: Picture, deinterlace: 'bwdif' | 'bwdif-all' | null): string {
  const order = {
    progressive: 'progressive',
    'top-first': 'top field first',
    'bottom-first': 'bottom field first',
  };
  const done = {
    bwdif: 'frames that say they are interlaced are deinterlaced (bwdif)',
    'bwdif-all': 'every frame is deinterlaced (bwdif)',
  };
  return deinterlace === null ? order[scan] : `${order[scan]}; ${done[deinterlace]}`;
}
