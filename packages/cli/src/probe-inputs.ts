import { type StreamDescription, silentLogger } from '@framesieve/core';
import type { VideoProbe } from '@framesieve/decoder';
import type { z } from 'zod';
import { chooseDecoders, createFramePool, createRegistry } from './compose.ts';
import { decodeRequest } from './decode-request.ts';
import { expandInputs } from './inputs.ts';
import type { probeSchema } from './json-document.ts';
import { reportedError } from './reported-error.ts';
import type { Settings } from './settings.ts';

/** The document of `probe`. */
export type ProbeDocument = z.infer<typeof probeSchema>;
/** What was seen of one input. */
export type ProbedVideo = ProbeDocument['videos'][number];

/** Looks into each input; one that fails does not stop the others. */
export async function probeInputs(
  inputs: readonly string[],
  settings: Settings,
  cwd: string,
  signal: AbortSignal,
): Promise<ProbeDocument> {
  const registry = await createRegistry(settings, []);
  const stage = { decoders: chooseDecoders(registry, settings), options: settings.decoderOptions };
  const context = { signal, logger: silentLogger, frames: await createFramePool(settings) };
  const { probeVideo } = await import('@framesieve/decoder');
  const videos: ProbedVideo[] = [];
  for (const { path, shown, error } of await expandInputs(inputs, cwd)) {
    try {
      if (error) throw error;
      const seen = await probeVideo(decodeRequest(path, settings), stage, context);
      videos.push({
        path: shown,
        error: null,
        warnings: [...seen.warnings],
        identity: seen.identity.sha256,
        sizeBytes: seen.identity.sizeBytes,
        container: seen.container,
        decoder: seen.decoder.id,
        decoderVersion: seen.decoder.version,
        streamReason: seen.streamReason,
        picture: describePicture(seen),
        pixelPipeline: seen.pixelPipeline,
        crop: seen.crop,
        streams: seen.streams.map(stream => describeStream(stream, stream.index === seen.chosen.index)),
      });
    } catch (failure) {
      signal.throwIfAborted();
      videos.push({ ...unknownVideo, path: shown, error: reportedError(failure) });
    }
  }
  return { version: 1, command: 'probe', error: null, warnings: [], videos };
}

const unknownVideo = {
  warnings: [],
  identity: null,
  sizeBytes: null,
  container: null,
  decoder: null,
  decoderVersion: null,
  streamReason: null,
  picture: null,
  pixelPipeline: null,
  crop: null,
  streams: [],
};

function describeStream(stream: StreamDescription, chosen: boolean): ProbedVideo['streams'][number] {
  const { frameRate, timeBase } = stream;
  return {
    index: stream.index,
    codec: stream.codec,
    width: stream.width,
    height: stream.height,
    pixelFormat: stream.pixelFormat,
    frameRate: frameRate && frameRate.numerator / frameRate.denominator,
    durationSeconds: stream.durationSeconds,
    frames: stream.frameCount,
    timeBase: [timeBase.numerator, timeBase.denominator],
    rotation: stream.rotation,
    attachedPicture: stream.attachedPicture,
    chosen,
  };
}

function describePicture({ format, color, shown }: VideoProbe): NonNullable<ProbedVideo['picture']> {
  const { width, height, pixelFormat, rotation, mirrored, pixelAspect, scan } = format;
  return {
    width,
    height,
    shownWidth: shown.width,
    shownHeight: shown.height,
    pixelFormat: pixelFormat.name,
    bitDepth: pixelFormat.bitDepth,
    rotation,
    mirrored,
    pixelAspect: [pixelAspect.numerator, pixelAspect.denominator],
    scan,
    range: color.fullRange ? 'full' : 'limited',
    rangeStated: format.color.range !== 'unknown',
    matrix: color.matrix,
    matrixStated: format.color.matrix === color.matrix,
    transfer: format.color.transfer,
    primaries: format.color.primaries,
  };
}
