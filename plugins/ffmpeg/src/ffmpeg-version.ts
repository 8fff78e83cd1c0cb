/** Command-line options that came and went between the releases of FFmpeg. */
export interface FfmpegFeatures {
  /** `-fps_mode` (5.1); before, `-vsync`. */
  readonly fpsMode: boolean;
  /** `-noautoscale` (4.4); before, frames were scaled to the size of the first one without a way to prevent it. */
  readonly autoscaleOption: boolean;
  /** `showinfo` (4.2) prints the colour of each frame, and need not sum up its planes, which costs time. */
  readonly fullShowinfo: boolean;
}

/** What `ffmpeg -version` tells. */
export interface FfmpegVersion {
  /** E.g. `5.1.9-0+deb12u1`, or `N-109468-gd39b34123d` for a build from git. */
  readonly version: string;
  readonly features: FfmpegFeatures;
}

/** Reads the output of `ffmpeg -version`; `null` when it isn't FFmpeg's. */
export function parseFfmpegVersion(output: string): FfmpegVersion | null {
  const version = /^ffmpeg version (\S+)/m.exec(output)?.[1];
  if (version === undefined) return null;
  const libavfilter = /^libavfilter +(\d+)\. *(\d+)\./m.exec(output);
  const release = releaseNumber(version) ?? releaseOfLibavfilter(libavfilter);
  return {
    version,
    features: {
      fpsMode: release >= 5.01,
      autoscaleOption: release >= 4.04,
      fullShowinfo: release >= 4.02,
    },
  };
}

/** 5.01 for 5.1. */
function releaseNumber(version: string): number | null {
  const [, major, minor] = /^n?(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined ? null : Number(major) + Number(minor) / 100;
}

/** The release that a build from git is at least as new as, by the version of its filter library. */
function releaseOfLibavfilter(match: RegExpExecArray | null): number {
  if (!match) return Number.POSITIVE_INFINITY;
  const number = Number(match[1]) + Number(match[2]) / 1000;
  if (number >= 8.044) return 5.01;
  if (number >= 7.11) return 4.04;
  return number >= 7.046 ? 4.02 : 4;
}
