import {
  makeDecodeDescription,
  makeFrameRecord,
  makeMetric,
  makePlan,
  makeScore,
} from '@framesieve/testkit/records';
import Sqlite from 'better-sqlite3';
import { sql } from '../src/migrations/2026-11-23-first.ts';

/** Makes a database as the first schema had it, with a complete run of `test/a` over so many frames of `makePlan`'s video. */
export function makeFirstDatabase(file: string, frameCount: number): void {
  const sqlite = new Sqlite(file);
  sqlite.pragma('journal_mode = wal');
  sqlite.exec(sql);
  sqlite.pragma(`application_id = ${0x46536965}`);
  sqlite.pragma('user_version = 1');
  const { identity, sampling } = makePlan([]);
  const { stream, container, decoder, pixelPipeline, startPts } = makeDecodeDescription();
  const { numerator, denominator } = stream.timeBase;
  const metric = makeMetric('test/a');
  sqlite.prepare('insert into video values (1, ?, ?)').run(identity.sizeBytes, identity.sha256);
  sqlite
    .prepare("insert into decode values (1, 1, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, '[]')")
    .run(
      stream.index,
      decoder.id,
      decoder.version,
      pixelPipeline,
      numerator,
      denominator,
      startPts,
      container,
      JSON.stringify(stream),
      frameCount,
    );
  sqlite
    .prepare(
      `insert into run values (1, 1, ?, ?, ?, ?, ?, ?, ?, 'lower', 'lower', 0, null, ?, 'complete', null, null, null, null,
         '2026-11-23T12:00:00.000Z', '2026-11-23T12:00:01.000Z')`,
    )
    .run(
      metric.id,
      metric.modelSha256,
      metric.implementation.name,
      metric.implementation.version,
      metric.kernel,
      metric.precision,
      metric.device,
      JSON.stringify(sampling),
    );
  sqlite.prepare('insert into run_sampling values (1, ?)').run(JSON.stringify(sampling));
  const frame = sqlite.prepare(
    "insert into frame values (1, ?, ?, 'container', ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)",
  );
  const score = sqlite.prepare('insert into score values (1, ?, ?, ?, null)');
  for (let ordinal = 0; ordinal < frameCount; ordinal++) {
    const { ptsTicks, timeSeconds, width, height, keyFrame, fingerprint, facts } = makeFrameRecord(ordinal);
    frame.run(
      ordinal,
      ptsTicks,
      timeSeconds,
      width,
      height,
      Number(keyFrame),
      blobOf(fingerprint),
      blobOf(facts.perceptualHash),
      facts.meanLuma,
      facts.contrast,
      facts.change,
    );
    const made = makeScore(ordinal);
    score.run(ordinal, made.score, made.score === null ? made.reason : null);
  }
  sqlite.close();
}

function blobOf(hash: bigint): Buffer {
  return Buffer.from(hash.toString(16).padStart(16, '0'), 'hex');
}
