import type { DecodeTable } from './decode.table.ts';
import type { FrameTable } from './frame.table.ts';
import type { PickOverrideTable } from './pick-override.table.ts';
import type { RunSamplingTable, RunTable } from './run.table.ts';
import type { ScoreTable } from './score.table.ts';
import type { PickTable, RejectionTable, SelectionRunTable, SelectionTable } from './selection.table.ts';
import type { StillTable } from './still.table.ts';
import type { VideoPathTable, VideoTable } from './video.table.ts';

/** All tables, by name. */
export interface Schema {
  video: VideoTable;
  video_path: VideoPathTable;
  decode: DecodeTable;
  frame: FrameTable;
  run: RunTable;
  run_sampling: RunSamplingTable;
  score: ScoreTable;
  selection: SelectionTable;
  selection_run: SelectionRunTable;
  pick: PickTable;
  rejection: RejectionTable;
  pick_override: PickOverrideTable;
  still: StillTable;
}
