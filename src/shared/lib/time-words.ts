const dayMs = 24 * 60 * 60 * 1000;

/** A moment as a person reads it, in the machine's time zone unless another is passed: `Sun 22 Nov, 19:00`. */
export function momentWords(milliseconds: number, timeZone?: string): string {
  return `${dayWords(milliseconds, timeZone)}, ${clockWords(milliseconds, timeZone)}`;
}

/**
 * A moment ahead of `now` (both epoch ms) in as few words as name it: `19:00`, `19:00 tomorrow`,
 * `19:00 on Sun 22 Nov`; in the machine's time zone unless another is passed.
 */
export function untilWords(milliseconds: number, now: number, timeZone?: string): string {
  const clock = clockWords(milliseconds, timeZone);
  const days = dayNumber(milliseconds, timeZone) - dayNumber(now, timeZone);
  if (days === 0) return clock;
  return days === 1 ? `${clock} tomorrow` : `${clock} on ${dayWords(milliseconds, timeZone)}`;
}

function format(
  milliseconds: number,
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(milliseconds);
}

function clockWords(milliseconds: number, timeZone: string | undefined): string {
  return format(milliseconds, timeZone, { hour: '2-digit', minute: '2-digit' });
}

function dayWords(milliseconds: number, timeZone: string | undefined): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  return format(milliseconds, timeZone, options).replace(',', '');
}

/** Counts calendar days, which are not all of one length. */
function dayNumber(milliseconds: number, timeZone: string | undefined): number {
  const options = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
  const [day, month, year] = format(milliseconds, timeZone, options).split('/').map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day) / dayMs;
}
