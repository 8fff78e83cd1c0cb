import type { Generated } from 'kysely';

/** One way of decoding one stream of a video: everything that can change the samples of its frames. */
export interface DecodeTable {
  id: Generated<number>;
  video_id: number;
  stream_index: number;
  decoder_id: string;
  decoder_version: string;
  pixel_pipeline: string;
  /** `width:height:x:y`, or empty. */
  crop: string;
  time_base_numerator: number;
  time_base_denominator: number;
  start_pts: number;
  container: string;
  /** `StreamDescription` as JSON. */
  stream: string;
  /** Frames of the whole stream; NULL until a decode has reached its end. */
  frame_count: number | null;
  /** `DecodeIssue[]` as JSON, met by the decode that counted the frames. */
  issues: string;
}
