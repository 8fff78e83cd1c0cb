import { type StreamDescription, silentLogger } from '@framesieve/core';
import type { z } from 'zod';
import { chooseDecoders, createFramePool, createRegistry } from './compose.ts';
import { expandInputs } from './inputs.ts';
import type { probeSchema } from './json-document.ts';
import { reportedError } from './reported-error.ts';
import type { Settings } from './settings.ts';

/** The document of `probe`. */
export type ProbeDocument = z.infer<typeof probeSchema>;
type ProbedVideo = ProbeDocument['videos'][number];

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
      const request = { path, stream: settings.config.stream, decoder: null };
      const seen = await probeVideo(request, stage, context);
      videos.push({
        path: shown,
        error: null,
        warnings: [...seen.warnings],
        identity: seen.identity.sha256,
        sizeBytes: seen.identity.sizeBytes,
        container: seen.container,
        decoder: seen.decoder.id,
        decoderVersion: seen.decoder.version,
        streams: seen.streams.map(stream => describeStream(stream, stream.index === seen.chosen.index)),
      });
    } catch (failure) {
      signal.throwIfAborted();
      videos.push({ ...unknownVideo, path: shown, error: reportedError(failure) });
    }
  }
  return { version: 1, command: 'probe', error: null, warnings: [], videos };
}

/** What was seen, for a person. */
export function describeProbe(video: ProbedVideo): string {
  const { path, error, warnings, container, decoder, decoderVersion, identity, streams } = video;
  if (error)
    return [`${path}: FAILED: ${error.message}`, ...(error.hint ? [`  ${error.hint}`] : [])].join('\n');
  return [
    `${path}: ${container}, decoded by ${decoder} ${decoderVersion}, identity ${identity?.slice(0, 6)}`,
    ...streams.map(stream => `  ${stream.chosen ? '→' : ' '} ${streamLine(stream)}`),
    ...warnings.map(warning => `  Warning: ${warning}`),
  ].join('\n');
}

const unknownVideo = {
  warnings: [],
  identity: null,
  sizeBytes: null,
  container: null,
  decoder: null,
  decoderVersion: null,
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

function streamLine(stream: ProbedVideo['streams'][number]): string {
  const parts = [
    `stream ${stream.index}: ${stream.codec} ${stream.width}×${stream.height}`,
    stream.pixelFormat,
    stream.frameRate === null ? null : `${Number(stream.frameRate.toFixed(3))} fps`,
    stream.durationSeconds === null ? null : `${stream.durationSeconds.toFixed(2)} s`,
    stream.frames === null ? null : `${stream.frames} frames claimed`,
    stream.rotation === 0 ? null : `turned by ${stream.rotation}°`,
    stream.attachedPicture ? 'cover art' : null,
  ];
  return parts.filter(part => part !== null).join(', ');
}
