import type { Direction, FactColumns, OwnReason, Pick, Rejection } from '@framesieve/core';

/** What is known of a frame and of why it was picked or not: all from stored scores and facts. */
export interface FrameStory {
  readonly ordinal: number;
  readonly ptsTicks: number;
  readonly timeSeconds: number;
  /** By each metric, in the order of the table. */
  readonly metrics: readonly MetricStory[];
  /** By all metrics that rank together; `null` without a score. */
  readonly rank: Place | null;
  /** Whether it is better than both of its neighbours that show the same, so that it counts as the better of them. */
  readonly isFluke: boolean;
  /** Whether the decoder reported damage in it. */
  readonly isCorrupt: boolean;
  /** Its measured facts. */
  readonly facts: readonly FactStory[];
  /** The fade or cross-fade that it lies in; `null` for none. */
  readonly transition: TransitionStory | null;
  readonly shot: ShotStory;
  /** What coverage wants a frame of, and has this frame in it; `null` where none was asked for. */
  readonly stretch: StretchStory | null;
  readonly verdict: Verdict;
  /** The verdict and what led to it, for a person. */
  readonly sentences: readonly string[];
}

/** A place among all frames with a score. */
export interface Place {
  /** 1 for the best; frames of equal score follow each other in time. */
  readonly place: number;
  /** Frames with a score. */
  readonly of: number;
  /** Percentage of the others that are no better, 0 … 100. */
  readonly percentile: number;
}

/** A frame's score by one metric. */
export interface MetricStory {
  readonly id: string;
  readonly direction: Direction;
  /** Weight in the common rank; 0 where it is only recorded. Without a meaning where it refines. */
  readonly weight: number;
  /** Whether it has looked at the best frames only, and ranks those before all others. */
  readonly refines: boolean;
  /** Whether it was run on the frame. */
  readonly isScored: boolean;
  /** `null` where the metric is undefined, or was not run. */
  readonly score: number | null;
  readonly place: Place | null;
}

/** A measured fact of a frame, and what a rule of rejection makes of it. */
export interface FactStory {
  readonly name: keyof FactColumns;
  /** `null` where it was not measured. */
  readonly value: number | null;
  /** The rules that look at it, that are switched on and know enough. */
  readonly rules: readonly RuleStory[];
}

/** How a rule of rejection sees a fact. */
export interface RuleStory {
  readonly reason: OwnReason;
  /** What surrounds the frame; `null` where the rule looks at the frame alone. */
  readonly surroundings: number | null;
  /** The value of the fact from which on the rule takes offence at it, given what surrounds the frame. */
  readonly limit: number;
  readonly side: 'below' | 'above';
  /** Whether the fact is on that side. */
  readonly isBeyond: boolean;
  /** Whether it is the fact that the rule is about; the others that it looks at have to confirm it. */
  readonly isMain: boolean;
  /** Whether the rule applies: all the facts that it looks at are beyond their limits. */
  readonly applies: boolean;
}

/** A gradual change of pictures. */
export interface TransitionStory {
  readonly kind: 'fade' | 'crossfade';
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Share of the picture's contrast that is lost, 0 … 1. */
  readonly lost: number;
}

/** The shot that a frame lies in. */
export interface ShotStory {
  /** 1 for the first. */
  readonly number: number;
  /** Shots in all. */
  readonly of: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly begins: 'start' | 'cut' | 'fade' | 'crossfade';
  /** Picks that lie in it, in order of rank. */
  readonly picks: readonly PickStory[];
}

/** The stretch of the timeline or part of a shot that a frame lies in. */
export interface StretchStory {
  /** Its number, kind and bounds, e.g. `stretch 3 of 10 (4.0–6.0 s)`. */
  readonly name: string;
  /** Picks that lie in it, in order of rank. */
  readonly picks: readonly PickStory[];
  /** The best frame of it that is not rejected for what it is; `null` where all are. */
  readonly best: PlacedFrame | null;
}

/** A frame with its place and its score by the metric that ranked it. */
export interface PlacedFrame {
  readonly ordinal: number;
  readonly timeSeconds: number;
  /** `null` without a score. */
  readonly place: number | null;
  readonly score: number | null;
}

/** A pick, as other frames are measured against it. */
export interface PickStory extends PlacedFrame {
  readonly rank: number;
  readonly tier: Pick['tier'];
}

/** What became of a frame. */
export type Verdict =
  | { readonly kind: 'picked'; readonly pick: Pick }
  | {
      readonly kind: 'rejected';
      readonly reason: Rejection['reason'];
      /** The pick that was preferred to it; `null` where it was rejected for what it is, by hand, or see `takenOut`. */
      readonly inFavourOf: PreferredPick | null;
      /** The frame that was preferred to it, where that was taken out by hand since. */
      readonly takenOut?: PreferredFrame;
    }
  | {
      readonly kind: 'not-good-enough';
      /** What the top tier would have taken; `null` where none was asked for. */
      readonly top: Threshold | null;
      /** A pick beside which it could not have been picked in any case: too near in time, or the same picture. */
      readonly tooNear: PreferredPick | null;
    };

/** A frame that stood against another. */
export interface PreferredFrame extends PlacedFrame {
  /** How far away it is in time. */
  readonly distanceSeconds: number;
  /** Bits in which the perceptual hashes differ, 0 … 64. */
  readonly distanceBits: number;
}

/** A pick that stood against a frame. */
export interface PreferredPick extends PickStory, PreferredFrame {}

/** The last place with which a frame would have been picked. */
export interface Threshold {
  /** Place of this frame among those that are not rejected for what they are, 1 for the best. */
  readonly place: number;
  /** How many there are of those. */
  readonly of: number;
  /** Last such place that the top tier took or looked at; 0 for none. */
  readonly needed: number;
  /** Score of the frame at that place, by the metric that ranked it. */
  readonly score: number | null;
}
