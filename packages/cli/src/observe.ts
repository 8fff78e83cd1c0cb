import type {
  DecodedVideo,
  DecodeStage,
  Frame,
  FrameRecord,
  ScoredFrame,
  ScoreStage,
} from '@framesieve/core';
import { withFrames } from './with-frames.ts';

/** What {@link observeDecoding} tells of. */
export interface DecodeObserver {
  /** A video is open; it is handed on when this is done, and closed when it fails. */
  onOpen(video: DecodedVideo): Promise<void>;
  /** A frame is read in a pass from the start. */
  onFrame(record: FrameRecord): void;
}

/** A decode stage that tells what it does. */
export function observeDecoding(stage: DecodeStage, { onOpen, onFrame }: DecodeObserver): DecodeStage {
  return {
    name: 'decode',
    async run(request, context) {
      const video = await stage.run(request, context);
      try {
        await onOpen(video);
      } catch (error) {
        await video[Symbol.asyncDispose]();
        throw error;
      }
      return withFrames(video, sampling => eachFrame(video.frames(sampling), onFrame));
    },
  };
}

/** A score stage that tells of each frame that was scored. */
export function observeScoring(stage: ScoreStage, onScored: (frame: ScoredFrame) => void): ScoreStage {
  return {
    name: 'score',
    metrics: stage.metrics,
    async *run(tasks, context) {
      for await (const scored of stage.run(tasks, context)) {
        onScored(scored);
        yield scored;
      }
    },
  };
}

async function* eachFrame(frames: AsyncIterable<Frame>, onFrame: (record: FrameRecord) => void) {
  for await (const frame of frames) {
    onFrame(frame.record);
    yield frame;
  }
}
