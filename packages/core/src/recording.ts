/** What a container says of how its video was recorded. */
export interface Recording {
  /** ISO 8601, with the offset from UTC where the container has it; `null` when it doesn't say. */
  readonly createdAt: string | null;
  /** Where; `null` when it doesn't say. */
  readonly position: GeoPosition | null;
}

/** A place on Earth, in WGS 84. */
export interface GeoPosition {
  /** Degrees, -90 (south) … 90 (north). */
  readonly latitude: number;
  /** Degrees, -180 (west) … 180 (east). */
  readonly longitude: number;
  /** Metres above sea level; `null` when not known. */
  readonly altitude: number | null;
}

/** Nothing is known. */
export const unknownRecording: Recording = { createdAt: null, position: null };
