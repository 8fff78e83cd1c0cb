/** A moment on the clock that a recording goes by. */
export interface Moment {
  /** `2024-05-06`. */
  readonly date: string;
  /** `07:08:09`. */
  readonly time: string;
  /** Three digits. */
  readonly milliseconds: string;
  /** Offset from UTC, `+02:00`; `null` when it is not known. */
  readonly offset: string | null;
}

const iso =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(?:(Z)|([+-]\d\d):?(\d\d))?$/i;

/**
 * When a frame was taken.
 *
 * @param createdAt when the recording began: ISO 8601, date and time, with or without offset; it keeps its offset.
 * @param timeSeconds of the frame, from the beginning.
 * @returns to the nearest millisecond; `null` where nothing is known, or what is known is no date and time.
 */
export function momentOf(createdAt: string | null, timeSeconds: number): Moment | null {
  const match = createdAt === null ? null : iso.exec(createdAt.trim());
  if (!match || !Number.isFinite(timeSeconds)) return null;
  const [, year, month, day, hour, minute, second = '00', fraction = '0', utc, hours, minutes] = match;
  const start = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // JavaScript takes the 30th of February for the 1st of March.
  if (Number.isNaN(start.getTime()) || start.getUTCDate() !== Number(day)) return null;
  const moment = new Date(start.getTime() + Math.round((Number(`0.${fraction}`) + timeSeconds) * 1000));
  const text = Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
  if (!/^\d{4}-/.test(text)) return null;
  return {
    date: text.slice(0, 10),
    time: text.slice(11, 19),
    milliseconds: text.slice(20, 23),
    offset: utc ? '+00:00' : hours ? `${hours}:${minutes}` : null,
  };
}

/** As in ISO 8601, e.g. `2024-05-06T07:08:09.123+02:00`. */
export function isoMoment({ date, time, milliseconds, offset }: Moment): string {
  return `${date}T${time}.${milliseconds}${offset ?? ''}`;
}
