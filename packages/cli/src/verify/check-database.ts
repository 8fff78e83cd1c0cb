import {
  type DecodeDescription,
  type FrameRecord,
  fingerprintText,
  type RunRecord,
  rowOf,
  type ScoreTable,
  type Store,
} from '@framesieve/core';
import {
  type Check,
  type ExportedStills,
  failed,
  type ManifestExport,
  type ManifestStill,
  notChecked,
  passed,
} from '@framesieve/exporter';

/** What a database says of the stills of one export. */
export interface StoredStills {
  readonly checks: ReadonlyMap<ManifestStill, Check>;
  /** Their frames as they are stored, by ordinal. */
  readonly frames: ReadonlyMap<number, FrameRecord>;
  /** The decode that they are stored under; `null` where there is none. */
  readonly decodeId: number | null;
}

/**
 * Checks that a database has the frames and scores of stills as the manifest states them.
 *
 * @param isNamed whether it was named for these stills: then it must have their video.
 */
export async function checkDatabase(
  store: Store,
  { description, stills }: ExportedStills,
  isNamed: boolean,
): Promise<StoredStills> {
  const { sizeBytes, sha256, file } = description.source;
  const runs = (await store.runs({ sizeBytes, sha256 })).filter(run => isOfDecode(run.decode, description));
  const [first] = runs;
  if (!first) {
    const missing = (isNamed ? failed : notChecked)(
      `the database "${store.location}" has no scores of ${file} as it was decoded for it`,
    );
    return { checks: new Map(stills.map(still => [still, missing])), frames: new Map(), decodeId: null };
  }
  const { decodeId } = first;
  const records = await store.frames(decodeId, [...new Set(stills.map(still => still.frame))]);
  const frames = new Map(records.map(record => [record.ordinal, record]));
  const scores = await readScores(store, description, runs);
  const checks = new Map(
    stills.map(still => {
      const problems = [...frameProblems(still, frames.get(still.frame)), ...scoreProblems(still, scores)];
      return [still, problems.length === 0 ? passed : failed(`in the database, ${problems.join(', ')}`)];
    }),
  );
  return { checks, frames, decodeId };
}

function isOfDecode(
  { decoder, ...decode }: DecodeDescription,
  { decode: exported, source }: ManifestExport,
): boolean {
  const { timeBase } = decode.stream;
  const { crop } = exported;
  return (
    decode.stream.index === source.stream &&
    decoder.id === exported.decoder.id &&
    decoder.version === exported.decoder.version &&
    decode.pixelPipeline === exported.pixelPipeline &&
    decode.startPts === exported.startPts &&
    timeBase.numerator === exported.timeBase[0] &&
    timeBase.denominator === exported.timeBase[1] &&
    (decode.crop === null || crop === null
      ? decode.crop === crop
      : (['x', 'y', 'width', 'height'] as const).every(side => decode.crop![side] === crop[side]))
  );
}

/** For each metric of an export, the scores of the runs that may be meant. */
type ScoresByMetric = ReadonlyMap<string, readonly ScoreTable[]>;

async function readScores(
  store: Store,
  { metrics }: ManifestExport,
  runs: readonly RunRecord[],
): Promise<ScoresByMetric> {
  const scores = new Map<string, readonly ScoreTable[]>();
  for (const metric of metrics) {
    const tables: ScoreTable[] = [];
    for (const { runId } of runs.filter(run => isOfMetric(run, metric)))
      tables.push(await store.scoreTable([runId]));
    scores.set(metric.id, tables);
  }
  return scores;
}

function isOfMetric({ metric }: RunRecord, exported: ManifestExport['metrics'][number]): boolean {
  return (
    metric.id === exported.id &&
    metric.modelSha256 === exported.modelSha256 &&
    metric.implementation.name === exported.implementation.name &&
    metric.implementation.version === exported.implementation.version &&
    metric.kernel === exported.kernel &&
    metric.precision === exported.precision &&
    metric.device === exported.device
  );
}

function frameProblems(still: ManifestStill, record: FrameRecord | undefined): string[] {
  if (!record) return [`there is no frame ${still.frame}`];
  return [
    difference('timestamp', record.ptsTicks, still.ptsTicks),
    difference('time', record.timeSeconds, still.timeSeconds),
    difference('fingerprint', fingerprintText(record.fingerprint), still.fingerprint),
  ].filter(text => text !== null);
}

function scoreProblems(still: ManifestStill, scores: ScoresByMetric): string[] {
  return Object.entries(still.scores).flatMap(([id, expected]) => {
    const found = (scores.get(id) ?? []).map(table => scoreOf(table, still.frame));
    if (found.includes(expected)) return [];
    const [score] = found;
    return (
      difference(
        `score of ${id}`,
        score === null ? 'undefined' : (score ?? 'missing'),
        expected ?? 'undefined',
      ) ?? []
    );
  });
}

/** `null` where the metric is undefined, `undefined` for a frame that was not scored. */
function scoreOf(table: ScoreTable, ordinal: number): number | null | undefined {
  const score = table.metrics[0]!.scores[rowOf(table, ordinal)];
  return Number.isNaN(score) ? null : score;
}

function difference(name: string, found: string | number, expected: string | number): string | null {
  return found === expected ? null : `its ${name} is ${found} instead of ${expected}`;
}
