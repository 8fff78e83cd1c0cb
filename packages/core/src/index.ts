export {
  type AnalysisReport,
  type AnalyzedVideo,
  type AnalyzeRequest,
  type AnalyzeStages,
  analyze,
} from './analyze.ts';
export type { Availability } from './availability.ts';
export { type CodeRange, codeRange } from './code-range.ts';
export {
  type ChromaLocation,
  type ColorDescription,
  type ColorMatrix,
  type ColorRange,
  isHighDynamicRange,
  sampleColor,
  unknownColor,
} from './color.ts';
export { correctPicks, noOverrides } from './correct-picks.ts';
export {
  type DecodeDescription,
  type DecodedVideo,
  type DecodeRequest,
  type Decoder,
  type DecoderFactory,
  type DecodeStage,
  defaultPixelSettings,
  type FrameIndex,
  type OpenOptions,
  type OpenVideo,
  type PixelSettings,
  type ReadOptions,
} from './decoder.ts';
export { type ErrorCode, type ErrorDetails, FrameSieveError, invalidArgument, messageOf } from './errors.ts';
export {
  type ExportRequest,
  type ExportStages,
  exportStills,
  planStills,
} from './export-stills.ts';
export type {
  ExportedStill,
  ExportInput,
  ExportSettings,
  ExportStage,
  PlannedStill,
  StillFormat,
  StillSource,
} from './exporter.ts';
export { fingerprintText } from './fingerprint-text.ts';
export type {
  DecodedFrame,
  Frame,
  FrameAllocator,
  FrameBuffer,
  FrameFacts,
  FrameMemory,
  FrameRecord,
  PictureFormat,
  PtsSource,
  Rendering,
  RgbConverter,
  RgbImage,
  RgbOptions,
  Scan,
  ToneMap,
} from './frame.ts';
export {
  type HardwareAcceleration,
  type HardwareName,
  type HardwareState,
  hardwareNames,
} from './hardware.ts';
export type { ImageContext, ImageScorer } from './image-scorer.ts';
export type {
  BundledModel,
  ConversionRequest,
  ConvertedModel,
  FitPicture,
  FitRequest,
  FittedModel,
  FittedPicture,
  KnownModel,
  ModelFamily,
  ModelPrecision,
  PublishedFile,
  PublishedModel,
} from './model-family.ts';
export {
  type FrameLayout,
  frameLayout,
  type PixelFormat,
  type PlaneLayout,
  parsePixelFormat,
} from './pixel-format.ts';
export { formatPipeline, type PixelPipeline, parsePipeline, settingsOf } from './pixel-pipeline.ts';
export {
  assertPlugin,
  definePlugin,
  type Plugin,
  type PluginRegistry,
  pluginApiVersion,
  registerPlugin,
} from './plugin.ts';
export { rankingMetric } from './ranking-metric.ts';
export { type Rational, ticksToSeconds } from './rational.ts';
export { type GeoPosition, type Recording, unknownRecording } from './recording.ts';
export type { Rectangle } from './rectangle.ts';
export { type RefinementReport, type RefineRequest, refine } from './refine.ts';
export type { MissingFrame } from './reread-scored.ts';
export { type ResolvedColor, resolveColor } from './resolve-color.ts';
export { createSampler, everyFrame, type Sampling } from './sampling.ts';
export { type FactColumns, rowOf, type ScoreColumn, type ScoreTable, wasScored } from './score-table.ts';
export type {
  Direction,
  FrameScore,
  MetricDescription,
  ScoredFrame,
  Scorer,
  ScorerContext,
  ScorerFactory,
  ScorerOptions,
  ScoreStage,
  ScoreTask,
} from './scorer.ts';
export {
  type CoverageSettings,
  defaultSelection,
  isOwnReason,
  type OwnReason,
  ownReasons,
  type Pick,
  type PickOverrides,
  type PickTier,
  type Rejection,
  type RejectionReason,
  type RejectSettings,
  type ReplacedFrame,
  type Selection,
  type SelectionInput,
  type SelectionSettings,
  type SelectStage,
} from './selector.ts';
export { type Logger, type Stage, type StageContext, type StageName, silentLogger } from './stage.ts';
export type {
  AnalysisOutcome,
  AnalysisPlan,
  CommittedBatch,
  Ledger,
  LedgerRun,
  RunRecord,
  RunScope,
  RunState,
  ScoreCurve,
  ScoreRow,
  StillRecord,
  Store,
  StoredPicks,
  StoredSelection,
  StoreInput,
  VideoRecord,
} from './store.ts';
export { storedSettings } from './stored-settings.ts';
export { turn } from './turn.ts';
export type { DecodeIssue, StreamDescription, VideoIdentity } from './video.ts';
export { fileNameOf, isUrl, shownPath, withoutCredentials } from './video-address.ts';
export { type YuvMatrix, yuvMatrix } from './yuv-matrix.ts';
