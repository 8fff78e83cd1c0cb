const form =
  /^(\d{4})[-:](\d{2})[-:](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9})\d*)? ?(?:(Z|UTC)|([+-])(\d{2}):?(\d{2}))?$/i;

const [hour, minute] = [3_600_000, 60_000];
/** Clocks that were never set begin on the first day of 1904 or 1970, in one time zone or another. */
const earliest = Date.UTC(1970, 0, 3);
const latest = Date.UTC(2100, 0, 1);
const largestOffset = 14 * hour;

/**
 * Reads date and time as containers have them, e.g. `2024-05-17T08:09:10.000000Z` or `2024-05-17 10:09:10+0200`.
 *
 * @returns ISO 8601, without what is zero behind the seconds, with the offset from UTC where there is one; `null` for what
 * is no date with a time of day, doesn't exist, or lies so far off that only a clock that was never set can have made it.
 */
export function parseRecordingTime(text: string): string | null {
  const match = form.exec(text.trim());
  if (!match) return null;
  const [, year, month, date, hours, minutes, seconds, fraction = '', utc, sign, offsetHours, offsetMinutes] =
    match;
  const clock = `${year}-${month}-${date}T${hours}:${minutes}:${seconds}`;
  const milliseconds = Date.parse(`${clock}Z`);
  // What doesn't exist (30 February, 24 hours) is refused, or becomes another date.
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(clock)) return null;
  const offset = Number(offsetHours ?? 0) * hour + Number(offsetMinutes ?? 0) * minute;
  if (offset > largestOffset || Number(offsetMinutes ?? 0) > 59) return null;
  const instant = milliseconds - (sign === '-' ? -offset : offset);
  if (instant < earliest || instant >= latest) return null;
  const parts = fraction.replace(/0+$/, '');
  const zone = utc ? 'Z' : sign ? `${sign}${offsetHours}:${offsetMinutes}` : '';
  return `${clock}${parts && `.${parts}`}${zone}`;
}
