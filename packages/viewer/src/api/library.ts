import type { Direction, RunState } from '@framesieve/core';

/** What a database holds, as `GET api/library` tells it. */
export interface Library {
  /** File name of the database. */
  readonly database: string;
  /** Whether nothing can be changed or exported from the page. */
  readonly readOnly: boolean;
  /** Version of FrameSieve. */
  readonly version: string;
  /** The newest first. */
  readonly videos: readonly VideoEntry[];
  /** The decode to open at first; `null` shows the list. */
  readonly start: number | null;
}

/** A stored video. */
export interface VideoEntry {
  readonly videoId: number;
  /** Its file's name, without the folder. */
  readonly name: string;
  /** Whether a file is there now, so that frames can be shown. */
  readonly isFound: boolean;
  /** Each way in which it was decoded, the newest first; at least one. */
  readonly decodes: readonly DecodeEntry[];
}

/** One way of decoding one stream of a video: what is looked at, its frames have one numbering. */
export interface DecodeEntry {
  readonly decodeId: number;
  readonly decoder: string;
  readonly decoderVersion: string;
  readonly stream: number;
  readonly codec: string;
  /** Coded size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Width ÷ height as shown: turned, and with the pixels' own shape. */
  readonly aspect: number;
  /** Frames of the whole stream; `null` while no decode has reached its end. */
  readonly frameCount: number | null;
  /** Time of the last scored frame, in seconds; `null` for none. */
  readonly lastSeconds: number | null;
  /** What the container claims; `null` when it doesn't say. */
  readonly durationSeconds: number | null;
  /** The newest run of each metric, that which ranks first. */
  readonly runs: readonly RunEntry[];
  /** Picks of the newest stored selection, hand-made corrections included; `null` where nothing was selected. */
  readonly pickCount: number | null;
  /** The best pick, else the frame in the middle, to stand for the video; `null` without frames. */
  readonly poster: number | null;
}

/** One metric over one decode. */
export interface RunEntry {
  readonly runId: number;
  readonly metric: string;
  /** Effective direction. */
  readonly direction: Direction;
  /** `running` only where its owner lives. */
  readonly state: RunState;
  /** Whether it looked at the best frames only, and ranks those first. */
  readonly refines: boolean;
  readonly scored: number;
  readonly unscorable: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string | null;
}
