import type { DecodeDescription, ExportSettings, PlannedStill, StillSource } from '@framesieve/core';
import type { Manifest, ManifestExport, ManifestStill } from './manifest-schema.ts';
import { exportsOf } from './merge-manifest.ts';
import { sha256OfFile } from './place-file.ts';
import { hex } from './verify-frame.ts';

/** A planned still whose name is taken. */
export interface TakenName {
  readonly planned: PlannedStill;
  readonly file: string;
  readonly path: string;
  readonly source: StillSource;
  readonly settings: ExportSettings;
  readonly earlier: Manifest | null;
}

/**
 * Finds the manifest's entry of a still that is there already: of the same name, video, decode, frame, area and format, read
 * by the same decoder, and byte for byte the file that was written then. `null` when there is none.
 */
export async function findKept(taken: TakenName): Promise<ManifestStill | null> {
  const { planned, file, path, source, settings, earlier } = taken;
  const { frame } = planned;
  const entry = earlier?.stills.find(still => still.file === file);
  const origin = earlier && exportsOf(earlier).find(description => description.export === entry?.export);
  if (!entry || !origin || !isSameDecode(origin, source) || !isSameArea(origin, source, settings))
    return null;
  const same =
    entry.frame === frame.ordinal &&
    entry.ptsTicks === frame.ptsTicks &&
    entry.fingerprint === hex(frame.fingerprint) &&
    entry.format === settings.format;
  return same && (await sha256OfFile(path)) === entry.sha256 ? entry : null;
}

function isSameDecode(origin: ManifestExport, { identity, decode, rereadBy }: StillSource): boolean {
  return (
    origin.source.sha256 === identity.sha256 &&
    origin.source.sizeBytes === identity.sizeBytes &&
    origin.source.stream === decode.stream.index &&
    origin.decode.pixelPipeline === decode.pixelPipeline &&
    isSameDecoder(origin.decode.decoder, decode.decoder) &&
    isSameDecoder(origin.rereadBy, rereadBy)
  );
}

/** Whether the stills of both show the same part of the picture. */
function isSameArea(
  { decode, output }: ManifestExport,
  source: StillSource,
  settings: ExportSettings,
): boolean {
  const areas = [output.crop ? decode.crop : null, settings.crop ? source.decode.crop : null];
  const [before, now] = areas.map(area => area && [area.x, area.y, area.width, area.height].join());
  return before === now;
}

type DecoderVersion = DecodeDescription['decoder'];

function isSameDecoder(a: DecoderVersion, b: DecoderVersion): boolean {
  return a.id === b.id && a.version === b.version;
}
