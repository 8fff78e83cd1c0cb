/** Hardware that decodes, under FFmpeg's names, in the order in which `auto` tries it. */
export const hardwareNames = ['videotoolbox', 'cuda', 'd3d11va', 'vaapi'] as const;

/** Hardware that can be asked for by name. */
export type HardwareName = (typeof hardwareNames)[number];

/** Hardware that may decode; `auto`: the first that works, `off`: none. */
export type HardwareAcceleration = 'off' | 'auto' | HardwareName;

/** Whether a backend can decode with a kind of hardware here. */
export interface HardwareState {
  readonly name: HardwareName;
  /** Whether this build of the backend knows it. */
  readonly known: boolean;
  /** `null` when a device could be opened; else why not. */
  readonly problem: string | null;
}
