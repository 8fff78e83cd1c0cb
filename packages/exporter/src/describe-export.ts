import { resolve } from 'node:path';
import {
  type ExportSettings,
  fileNameOf,
  isUrl,
  type MetricDescription,
  type StillSource,
  shownPath,
} from '@framesieve/core';
import type { ManifestExport } from './manifest-schema.ts';
import { qualityOf } from './quality.ts';

/** Describes an export for the manifest: everything that its stills have in common. */
export async function describeExport(
  source: StillSource,
  settings: ExportSettings,
  number: number,
): Promise<ManifestExport> {
  const { default: sharp } = await import('sharp');
  const { decode, recording, settings: record } = source;
  const { stream } = decode;
  const toolVersion = record.toolVersion;
  return {
    export: number,
    created: new Date().toISOString(),
    toolVersion: typeof toolVersion === 'string' ? toolVersion : null,
    encoder: { name: 'sharp', version: sharp.versions.sharp ?? 'unknown', libvips: sharp.versions.vips },
    source: {
      path: isUrl(source.path) ? shownPath(source.path) : resolve(source.path),
      file: fileNameOf(source.path),
      sizeBytes: source.identity.sizeBytes,
      sha256: source.identity.sha256,
      container: decode.container,
      stream: stream.index,
      codec: stream.codec,
      pixelFormat: stream.pixelFormat,
      color: { ...stream.color },
    },
    recording: { createdAt: recording.createdAt, position: recording.position && { ...recording.position } },
    decode: {
      decoder: { id: decode.decoder.id, version: decode.decoder.version },
      pixelPipeline: decode.pixelPipeline,
      crop: decode.crop && { ...decode.crop },
      timeBase: [stream.timeBase.numerator, stream.timeBase.denominator],
      startPts: decode.startPts,
    },
    rereadBy: { id: source.rereadBy.id, version: source.rereadBy.version },
    metrics: source.metrics.map(describeMetric),
    output: {
      format: settings.format,
      template: settings.template,
      crop: settings.crop ?? false,
      quality: qualityOf(settings),
      maxSize: settings.maxSize ?? null,
      metadata: settings.metadata ?? true,
    },
    settings: JSON.parse(JSON.stringify(record)),
  };
}

function describeMetric(metric: MetricDescription): ManifestExport['metrics'][number] {
  return {
    id: metric.id,
    direction: metric.direction,
    modelDirection: metric.modelDirection,
    range: [metric.range[0], metric.range[1]],
    modelSha256: metric.modelSha256,
    implementation: { name: metric.implementation.name, version: metric.implementation.version },
    kernel: metric.kernel,
    precision: metric.precision,
    device: metric.device,
  };
}
