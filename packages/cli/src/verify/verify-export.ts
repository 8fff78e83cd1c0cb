import { messageOf, settingsOf } from '@framesieve/core';
import { checkFrames, type ExportedStills, notChecked } from '@framesieve/exporter';
import { decodeRequest } from '../decode-request.ts';
import { checkDatabase, type StoredStills } from './check-database.ts';
import { findSource } from './find-source.ts';
import { noteChecks, type Verification } from './verification.ts';

/** Checks the stills of one export against the database and their video, each as far as it can be had. */
export async function verifyExport(exported: ExportedStills, verification: Verification): Promise<void> {
  const { store, settings, sources, context } = verification;
  const stored = store && (await checkDatabase(store, exported, settings.config.db !== null));
  if (!stored) noteChecks(verification, exported.stills, { database: notChecked('there is no database') });
  for (const [still, database] of stored?.checks ?? []) noteChecks(verification, [still], { database });
  const source = await findSource(exported.description, sources, context.signal);
  if (typeof source === 'string') await readSource(source, exported, stored, verification);
  else {
    const pixels = notChecked('its video could not be had');
    noteChecks(verification, exported.stills, { source, pixels });
  }
}

/** Reads the frames of stills again, by the decoder that they were made by. */
async function readSource(
  path: string,
  exported: ExportedStills,
  stored: StoredStills | null,
  verification: Verification,
): Promise<void> {
  const { folder, store, settings, context } = verification;
  const { decode, rereadBy, source } = exported.description;
  try {
    const pixels = settingsOf(decode.pixelPipeline, decode.crop);
    const request = { ...decodeRequest(path, settings), stream: source.stream, decoder: rereadBy.id, pixels };
    await using video = await verification.decode.run(request, context);
    for (const warning of video.warnings) context.logger.warn(warning);
    const index = stored?.decodeId == null ? null : ((await store?.frameIndex(stored.decodeId)) ?? null);
    const { frameToRgb } = await import('@framesieve/decoder');
    const checked = checkFrames({
      ...exported,
      folder,
      scored: stored?.frames ?? new Map(),
      decoder: video.description.decoder,
      read: (ordinals, { linear }) => video.framesAt(ordinals, index ? { index, linear } : { linear }),
      rgb: frameToRgb,
      signal: context.signal,
    });
    for await (const { still, ...found } of checked) noteChecks(verification, [still], found);
  } catch (error) {
    context.signal.throwIfAborted();
    const unread = notChecked(`its video can't be decoded here: ${messageOf(error)}`);
    noteChecks(verification, exported.stills, { source: unread, pixels: unread });
  }
}
