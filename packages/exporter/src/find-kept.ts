import {
  type ExportSettings,
  fingerprintText,
  type PlannedStill,
  type Rectangle,
  type StillSource,
} from '@framesieve/core';
import type { Manifest, ManifestExport, ManifestStill } from './manifest-schema.ts';
import { exportsOf } from './merge-manifest.ts';
import { sha256OfFile } from './place-file.ts';
import { qualityOf } from './quality.ts';

/** A planned still whose name is taken. */
export interface TakenName {
  readonly planned: PlannedStill;
  readonly file: string;
  readonly path: string;
  readonly source: StillSource;
  readonly settings: ExportSettings;
  readonly earlier: Manifest | null;
}

/** What the file of that name is. */
export interface FoundStill {
  /** Its entry in the manifest, where it is the very still that is to be written; else `null`. */
  readonly kept: ManifestStill | null;
  /** In what it differs from the still that is to be written, as a still of an earlier export; empty where no manifest knows it. */
  readonly differences: readonly string[];
}

/**
 * Finds out whether a still is there already: of the same name, video, decode, frame, area, size and encoding, read by the
 * same decoder, and byte for byte the file that was written then. For what it was picked is not compared.
 */
export async function findKept(taken: TakenName): Promise<FoundStill> {
  const { file, path, earlier } = taken;
  const entry = earlier?.stills.find(still => still.file === file);
  const origin = earlier && exportsOf(earlier).find(description => description.export === entry?.export);
  if (!entry || !origin) return { kept: null, differences: [] };
  const differences = compare(entry, origin, taken);
  if ((await sha256OfFile(path)) !== entry.sha256) differences.push('it was changed since it was written');
  return { kept: differences.length === 0 ? entry : null, differences };
}

function compare(entry: ManifestStill, origin: ManifestExport, taken: TakenName): string[] {
  const { planned, source, settings } = taken;
  const { identity, decode, rereadBy } = source;
  const { frame } = planned;
  const { output } = origin;
  const sameVideo =
    origin.source.sha256 === identity.sha256 && origin.source.sizeBytes === identity.sizeBytes;
  if (!sameVideo) return [`it is of another video, ${origin.source.file}`];
  const [decoder, reader] = [decode.decoder, rereadBy].map(({ id, version }) => `${id} ${version}`);
  return [
    difference('stream', origin.source.stream, decode.stream.index),
    difference('frame', entry.frame, frame.ordinal),
    difference('timestamp', entry.ptsTicks, frame.ptsTicks),
    difference('pixel pipeline', origin.decode.pixelPipeline, decode.pixelPipeline),
    difference('scoring decoder', `${origin.decode.decoder.id} ${origin.decode.decoder.version}`, decoder!),
    difference('reading decoder', `${origin.rereadBy.id} ${origin.rereadBy.version}`, reader!),
    difference('fingerprint', entry.fingerprint, fingerprintText(frame.fingerprint)),
    difference(
      'area',
      areaText(output.crop ? origin.decode.crop : null),
      areaText(settings.crop ? decode.crop : null),
    ),
    difference('format', entry.format, settings.format),
    difference('quality', qualityOf({ ...settings, quality: output.quality ?? null }), qualityOf(settings)),
    isReduced(entry, output.maxSize, settings.maxSize)
      ? difference('maximum size', output.maxSize ?? 'none', settings.maxSize ?? 'none')
      : null,
    difference('metadata', shown(output.metadata), shown(settings.metadata ?? true)),
  ].filter(text => text !== null);
}

function difference(name: string, there: string | number | null, wanted: string | number | null) {
  return there === wanted ? null : `its ${name} is ${there} instead of ${wanted}`;
}

/** Whether one of two limits of size shaped a still, or would. */
function isReduced({ width, height }: ManifestStill, ...limits: readonly (number | null | undefined)[]) {
  return limits.some(limit => limit !== null && limit !== undefined && limit <= Math.max(width, height));
}

function areaText(area: Rectangle | null): string {
  return area ? `${area.width}×${area.height} from (${area.x}, ${area.y})` : 'the whole picture';
}

function shown(metadata: boolean | undefined): string {
  return metadata === undefined ? 'of an earlier version' : metadata ? 'on' : 'off';
}
