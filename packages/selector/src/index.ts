export { chooseCandidates } from './candidates/choose-candidates.ts';
export { describeFact, reasonNames } from './explain/describe-fact.ts';
export { createExplainer, explainFrame } from './explain/explain-frame.ts';
export type {
  FactStory,
  FrameStory,
  MetricStory,
  PickStory,
  Place,
  PlacedFrame,
  PreferredFrame,
  PreferredPick,
  RuleStory,
  ShotStory,
  StretchStory,
  Threshold,
  TransitionStory,
  Verdict,
} from './explain/frame-story.ts';
export { createSelectStage, select } from './select.ts';
export { findShots, type Shot } from './shots/shots.ts';
