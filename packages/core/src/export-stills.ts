import type { DecodeRequest, DecodeStage } from './decoder.ts';
import { FrameSieveError } from './errors.ts';
import type { ExportedStill, ExportSettings, ExportStage, PlannedStill } from './exporter.ts';
import { settingsOf } from './pixel-pipeline.ts';
import { rankingMetric } from './ranking-metric.ts';
import { rowOf, type ScoreTable, wasScored } from './score-table.ts';
import type { Pick as PickedFrame, Selection } from './selector.ts';
import type { StageContext } from './stage.ts';
import type { RunRecord, Store } from './store.ts';

/** Planned stills of one video, and where to put them. */
export interface ExportRequest {
  readonly input: DecodeRequest;
  /** The runs that the picks were made from, one that refined last; all over the same decode. */
  readonly runs: readonly RunRecord[];
  /** In order of ordinals, as {@link planStills} makes them. */
  readonly stills: readonly PlannedStill[];
  /** `null` for picks that are not stored; their stills are noted in the manifest only. */
  readonly selectionId: number | null;
  readonly settings: ExportSettings;
  /** Settings to be repeated in the manifest. */
  readonly record: Readonly<Record<string, unknown>>;
  onStill?(still: ExportedStill): void;
}

/** The stages that exporting takes. */
export interface ExportStages {
  readonly decode: DecodeStage;
  readonly store: Store;
  readonly export: ExportStage;
}

/**
 * Reads the picked frames again, exactly, and writes them as verified stills: the second half of the program.
 *
 * They are read by the decoder that scored them, or, with a warning, by another when that one isn't there: verification is
 * by tolerance then.
 *
 * @returns what became of each pick, in order of ordinals. Where the file is not the video that was scored, that is the
 * error `frame-mismatch` for each.
 * @throws FrameSieveError the errors of the decode stage, and what the export stage's preflight finds.
 */
export async function exportStills(
  request: ExportRequest,
  stages: ExportStages,
  context: StageContext,
): Promise<readonly ExportedStill[]> {
  const { runs, stills, selectionId, settings } = request;
  const first = firstOf(runs);
  const index = await stages.store.frameIndex(first.decodeId);
  const { decoder, pixelPipeline, crop } = first.decode;
  await using video = await stages.decode.run(
    { ...request.input, decoder: decoder.id, pixels: settingsOf(pixelPipeline, crop) },
    context,
  );
  for (const warning of video.warnings) context.logger.warn(warning);
  const exported: ExportedStill[] = [];
  const results = stages.export.run(
    {
      source: {
        path: video.path,
        identity: video.identity,
        recording: video.recording,
        decode: first.decode,
        rereadBy: video.description.decoder,
        metrics: runs.map(run => run.metric),
        settings: request.record,
      },
      stills,
      settings,
      read: (ordinals, { linear }) => video.framesAt(ordinals, index ? { index, linear } : { linear }),
    },
    context,
  );
  for await (const result of results) {
    if (result.still && selectionId !== null) await stages.store.saveStill(selectionId, result.still);
    exported.push(result);
    request.onStill?.(result);
  }
  return exported;
}

/**
 * Joins picks with their stored frames and scores, in order of ordinals.
 *
 * @param runs those that the picks were made from, all over the same decode.
 * @param table the scores of these runs.
 * @throws FrameSieveError `nothing-stored` when a frame is no longer there.
 */
export async function planStills(
  runs: readonly RunRecord[],
  selection: Selection,
  table: Pick<ScoreTable, 'ordinals' | 'metrics'>,
  store: Store,
): Promise<readonly PlannedStill[]> {
  const first = firstOf(runs);
  const picks = selection.picked.toSorted((a, b) => a.ordinal - b.ordinal);
  const ordinals = picks.map(pick => pick.ordinal);
  const frames = await store.frames(first.decodeId, ordinals);
  return picks.map((pick, i) => {
    const frame = frames[i];
    if (frame?.ordinal !== pick.ordinal) {
      throw new FrameSieveError({
        code: 'nothing-stored',
        message: `Frame ${pick.ordinal} was picked, but the database no longer holds it.`,
        hint: 'Score the video again with --no-resume.',
      });
    }
    const scores = scoresOf(pick, table);
    return { pick, frame, scores, rankedBy: rankingMetric(scores, selection.settings) };
  });
}

function firstOf(runs: readonly RunRecord[]): RunRecord {
  const [first] = runs;
  if (first) return first;
  throw new FrameSieveError({ code: 'internal', message: 'Nothing to export: no run was given.' });
}

/** The scores of a picked frame by metric id; `null` where a metric is undefined, none where it was not run. */
function scoresOf(
  { ordinal }: PickedFrame,
  table: Pick<ScoreTable, 'ordinals' | 'metrics'>,
): Record<string, number | null> {
  const row = rowOf(table, ordinal);
  return Object.fromEntries(
    table.metrics.flatMap(column => {
      if (row >= 0 && !wasScored(column, row)) return [];
      const score = row < 0 ? Number.NaN : column.scores[row]!;
      return [[column.id, Number.isNaN(score) ? null : score]];
    }),
  );
}
