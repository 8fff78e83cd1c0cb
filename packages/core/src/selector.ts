import type { ScoreTable } from './score-table.ts';
import type { Stage } from './stage.ts';

/** What to select. Every setting is stored with the selection. */
export interface SelectionSettings {
  /** Size of the top tier: at most `count` frames, and at most `percent` of all scored frames; `null` leaves one open. */
  readonly top: { readonly count: number | null; readonly percent: number | null };
  readonly coverage: CoverageSettings;
  /** Most picks from one shot, of all tiers together; `null` for no limit. */
  readonly maxPerShot: number | null;
  /** Least distance between picks, in seconds. */
  readonly minGapSeconds: number;
  /** Most differing bits of the perceptual hash at which two frames count as the same picture; `null` switches it off. */
  readonly maxHashDistance: number | null;
  /** Weight of each metric by its id, where several rank together; those that are not named have 1. */
  readonly weights: Readonly<Record<string, number>>;
  /**
   * A metric that has looked at the best frames only: those with a score by it rank by that, before all others, which the
   * other metrics rank. `null` for none; absent in what was stored before there was such a thing.
   */
  readonly refinedBy?: string | null;
  readonly reject: RejectSettings;
}

/** Representative frames from all over a video. */
export interface CoverageSettings {
  /** What the timeline is divided into: stretches of equal length, or shots. */
  readonly by: 'time' | 'shot';
  /** How many frames, for each of `per`; `auto` follows from the length and the variety of the video. 0 for none. */
  readonly picks: number | 'auto';
  readonly per: 'video' | 'minute' | 'shot';
}

/**
 * Frames that are never picked, each rule with its limit; `null` switches a rule off. A rule doesn't apply where a fact that
 * it needs is unknown. What surrounds a frame are the frames before and after it that show the same thing and are not
 * rejected for something else; where the picture changes too, a difference is none of quality.
 */
export interface RejectSettings {
  /** Black: mean luma below this. */
  readonly blackBelow: number | null;
  /** White: mean luma above this. */
  readonly whiteAbove: number | null;
  /** Flat: contrast below this. */
  readonly flatBelow: number | null;
  /** In a fade by which at least this share of the picture's contrast is gained or lost, or in a cross-fade. */
  readonly fades: number | null;
  /**
   * Blurred: less than this share of the sharpness of what surrounds it; where that is steady, a loss half as large is
   * enough.
   */
  readonly blurred: number | null;
  /** Noisy: more than this many times the noise of what surrounds it, and of noise that can be seen. */
  readonly noisy: number | null;
  /** Blocky: blockiness above that of what surrounds it by more than this. */
  readonly blocky: number | null;
  /**
   * Under- or over-exposed: clearly darker or brighter than what surrounds it, with a share of shadows or highlights above
   * that of what surrounds it by more than this.
   */
  readonly exposure: number | null;
  /**
   * Cards of text or credits: one tone fills at least this share of the picture, without any noise; in a video that isn't
   * made of cards.
   */
  readonly cards: number | null;
  /**
   * Damaged: the decoder reported damage, or one to three frames differ from the picture before and after them by more than
   * this many times the change that is usual there.
   */
  readonly damaged: number | null;
}

/** Top 5 %, at most 20, plus coverage 10, a gap of 1 s, visual deduplication on. */
export const defaultSelection: SelectionSettings = {
  top: { count: 20, percent: 5 },
  coverage: { by: 'time', picks: 10, per: 'video' },
  maxPerShot: null,
  minGapSeconds: 1,
  maxHashDistance: 4,
  weights: {},
  refinedBy: null,
  reject: {
    blackBelow: 0.05,
    whiteAbove: 0.95,
    flatBelow: 0.02,
    fades: 0.5,
    blurred: 0.6,
    noisy: 3,
    blocky: 0.2,
    exposure: 0.1,
    cards: 0.7,
    damaged: 1.5,
  },
};

/** What the select stage takes. */
export interface SelectionInput {
  readonly table: ScoreTable;
  readonly settings: SelectionSettings;
}

/**
 * Why a frame was picked: among the best overall, to represent its stretch or shot, to fill up a small video, or because
 * its number was given. The select stage makes the first three.
 */
export type PickTier = 'top' | 'coverage' | 'backfill' | 'requested';

/** A picked frame. */
export interface Pick {
  readonly ordinal: number;
  /** 1 for the best. */
  readonly rank: number;
  readonly tier: PickTier;
  /** One sentence for a person. */
  readonly reason: string;
}

/** Reasons why a frame can't be picked, whatever else is. */
export const ownReasons = [
  'unscorable',
  'black',
  'white',
  'flat',
  'damaged',
  'fade',
  'crossfade',
  'card',
  'blurred',
  'noisy',
  'blocky',
  'underexposed',
  'overexposed',
] as const;

/** Why a frame can't be picked, whatever else is. */
export type OwnReason = (typeof ownReasons)[number];

/** Why a frame was not picked although it was looked at: for what it is, in favour of a pick, or because a person took it out. */
export type RejectionReason = OwnReason | 'gap' | 'duplicate' | 'quota' | 'removed';

/** Whether a frame was rejected for what it is, and not in favour of another or by hand. */
export function isOwnReason(reason: RejectionReason): reason is OwnReason {
  return reason !== 'gap' && reason !== 'duplicate' && reason !== 'quota' && reason !== 'removed';
}

/** A rejected frame. */
export interface Rejection {
  readonly ordinal: number;
  readonly reason: RejectionReason;
  /** The pick that was preferred to it, for `gap`, `duplicate` and `quota`; else `null`. */
  readonly inFavourOf: number | null;
}

/** Corrections of picks by hand: they outlast every selection until they are taken back. Ordinals, ascending. */
export interface PickOverrides {
  /** Frames that are picked in any case. */
  readonly added: readonly number[];
  /** Frames that are not picked in any case; nothing takes their place. */
  readonly removed: readonly number[];
}

/** What the select stage said of a frame that was added or taken out by hand. */
export interface ReplacedFrame {
  readonly ordinal: number;
  /** Of one that was taken out, with the rank that it had; `null` for one that was added. */
  readonly pick: Pick | null;
  /** Of one that was added; `null` where it was just not good enough. */
  readonly rejection: Rejection | null;
}

/** The outcome of selecting; it explains itself. */
export interface Selection {
  readonly settings: SelectionSettings;
  /** In order of rank. */
  readonly picked: readonly Pick[];
  /** In order of ordinals. Frames in neither list were just not good enough. */
  readonly rejected: readonly Rejection[];
  /** Constraints that were relaxed to find enough frames, in the order in which they were. */
  readonly relaxed: readonly string[];
  /** What corrections by hand have changed, in order of ordinals; absent where they have changed nothing. */
  readonly replaced?: readonly ReplacedFrame[];
}

/** The select stage: a pure function of its input; the same input gives the same picks on every machine. */
export type SelectStage = Stage<SelectionInput, Selection>;
