import { isoTime } from '#shared/lib/clock.ts';

/** A provider's answer that it takes no more work for now. */
export interface RateLimit {
  /** When it says it will again, UTC ISO time; null when it names no time that can be understood. */
  readonly resetsAt: string | null;
}

export interface RateLimitContext {
  /** Milliseconds since the epoch at which the message was printed. */
  readonly now: number;
  /** IANA zone of the machine: tools print clock times in it, mostly without saying so. */
  readonly timeZone: string;
}

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
/** A clock time so little ago has just been reached; the tool printed it before it waited. */
const justPassed = 10 * minute;
/** No provider's window is longer than a month; a later time was misread. */
const farthest = 40 * day;

/** How the shipped tools and HTTP services word that a limit was reached or they are full. */
export const rateLimitPatterns: readonly RegExp[] = [
  /\b429\b.{0,20}\btoo many requests\b|\btoo many requests\b/i,
  /\b(?:status|code|error|rejected)\b\W{0,10}\b(?:429|529)\b/i,
  /\brate[ _-]?limit(?:ed|s)?(?![a-z])/i,
  /\bRESOURCE_EXHAUSTED\b|\boverloaded(?:_error)?\b|\b(?:is|are) at capacity\b/i,
  /\b(?:usage|session|weekly|monthly|daily|spend|opus|sonnet|request|token)s?[ _]limit(?![a-z])/i,
  /\b(?:hit|reached|exceeded) your\b.{0,40}\blimit\b/i,
  /\bquota\b.{0,40}\b(?:exceeded|exhausted|reset)|\b(?:exceeded|exhausted)\b.{0,40}\bquota\b/i,
  /\bout of (?:extra )?usage\b/i,
];

/**
 * Reads a rate-limit message; null when the text is none. Only for what a tool says when it fails:
 * ordinary output may talk about rate limits too (SPEC section 3, caps).
 */
export function parseRateLimit(
  text: string,
  context: RateLimitContext,
  patterns: readonly RegExp[] = rateLimitPatterns,
): RateLimit | null {
  if (!patterns.some((pattern) => pattern.test(text))) return null;
  const time =
    epochTime(text) ?? isoMoment(text) ?? durationFrom(text, context) ?? clockTime(text, context);
  return { resetsAt: plausibleReset(time, context.now) };
}

/** A reset time (milliseconds since the epoch) as ISO time; null when past or absurdly far. */
export function plausibleReset(time: number | null, now: number): string | null {
  return time !== null && time > now && time <= now + farthest ? isoTime(time) : null;
}

/** Seconds or milliseconds since the epoch: `limit reached|1770843600`, `"resets_at":1770843600`. */
function epochTime(text: string): number | null {
  const match = /(?:\||resets?_?at"?\s*[:=]\s*"?)(\d{10}|\d{13})\b/i.exec(text);
  if (match?.[1] === undefined) return null;
  return match[1].length === 10 ? Number(match[1]) * second : Number(match[1]);
}

function isoMoment(text: string): number | null {
  const match =
    /\b(?:reset|retry|try again|until|available)\D{0,30}(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d))/i.exec(
      text,
    );
  const time = match?.[1] === undefined ? Number.NaN : Date.parse(match[1]);
  return Number.isNaN(time) ? null : time;
}

const unitLengths: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milliseconds?)$/i, 1],
  [/^(?:s|secs?|seconds?)$/i, second],
  [/^(?:m|mins?|minutes?)$/i, minute],
  [/^(?:h|hrs?|hours?)$/i, 60 * minute],
  [/^(?:d|days?)$/i, day],
];

/** `try again in 2 hours 5 minutes`, `reset after 14h32m`, `"retryDelay":"34s"`, `retry-after: 30`. */
function durationFrom(text: string, context: RateLimitContext): number | null {
  const header =
    /\b(retry-after(-ms)?|resets?_in_seconds)"?\s*[:=]\s*"?(\d{1,9}(?:\.\d{1,9})?)/i.exec(text);
  if (header?.[3] !== undefined) {
    return context.now + Number(header[3]) * (header[2] === undefined ? second : 1);
  }
  const phrase =
    /(?:\b(?:again|retry|resets?|available|wait)(?: (?:in|after|for))?|retryDelay"?\s*[:=])[\s"']{0,3}((?:\d{1,9}(?:\.\d{1,9})?\s?[a-z]{1,12}(?:,? and |,? )?){1,5})/i.exec(
      text,
    );
  if (phrase?.[1] === undefined) return null;
  let total = 0;
  for (const [, amount, unit] of phrase[1].matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/gi)) {
    const length = unitLengths.find(([pattern]) => pattern.test(unit ?? ''))?.[1];
    if (length === undefined) break;
    total += Number(amount) * length;
  }
  return total === 0 ? null : context.now + Math.ceil(total);
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface ClockDate {
  readonly year: number;
  /** From 0, as in `Date`. */
  readonly month: number;
  readonly day: number;
}

/**
 * A clock time, today's next or on a named day: `resets 7pm (Europe/Berlin)`, `resets Nov 25, 7pm`,
 * `try again at 7:54 PM`, `try again at Nov 21st, 2026 7:54 PM`, `resets at 15:00`.
 */
function clockTime(text: string, context: RateLimitContext): number | null {
  const match =
    /\b(?:resets?|again|available|until)(?: (?:at|on))? (?:([a-z]{3})[a-z]{0,6} (\d{1,2})(?:st|nd|rd|th)?(?:, (\d{4}))?(?:,| at)? )?(\d{1,2})(?::(\d\d))?(?::\d\d)? ?([ap]\.?m\b)?(?: ?\(([A-Za-z_+\-/0-9]{1,40})\))?/i.exec(
      text,
    );
  if (match === null) return null;
  const [, monthName, dayText, yearText, hourText, minuteText, half, zoneName] = match;
  if (half === undefined && minuteText === undefined) return null;
  const hour = half === undefined ? Number(hourText) : twentyFour(Number(hourText), half);
  if (hour > 23 || Number(minuteText ?? 0) > 59) return null;
  const zone = zoneOf(zoneName, context.timeZone);
  const today = dateIn(context.now, zone);
  const at = (date: ClockDate): number => moment(date, hour, Number(minuteText ?? 0), zone);
  if (monthName === undefined) {
    const time = at(today);
    if (time > context.now) return time;
    return context.now - time <= justPassed
      ? context.now + minute
      : at({ ...today, day: today.day + 1 });
  }
  const month = months.indexOf(monthName.toLowerCase());
  if (month < 0) return null;
  const year = yearText === undefined ? today.year : Number(yearText);
  const time = at({ year, month, day: Number(dayText) });
  const nextYear = yearText === undefined && time < context.now - day;
  return nextYear ? at({ year: year + 1, month, day: Number(dayText) }) : time;
}

function twentyFour(hour: number, half: string): number {
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

/** The named zone when it is one; a message may hold other words in brackets. */
function zoneOf(name: string | undefined, fallback: string): string {
  if (name === undefined) return fallback;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return fallback;
  }
}

function wallClock(time: number, timeZone: string): Record<string, number> {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return Object.fromEntries(
    format.formatToParts(time).map((part) => [part.type, Number(part.value)]),
  );
}

function dateIn(time: number, timeZone: string): ClockDate {
  const parts = wallClock(time, timeZone);
  return { year: parts['year'] ?? 0, month: (parts['month'] ?? 1) - 1, day: parts['day'] ?? 1 };
}

/** The moment at which a clock in `timeZone` shows that time; found by correcting twice. */
function moment(date: ClockDate, hour: number, minutes: number, timeZone: string): number {
  const wanted = Date.UTC(date.year, date.month, date.day, hour, minutes);
  let time = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = wallClock(time, timeZone);
    const {
      year = 0,
      month = 1,
      day: dayShown = 1,
      hour: hourShown = 0,
      minute: shownMinute = 0,
    } = shown;
    time += wanted - Date.UTC(year, month - 1, dayShown, hourShown, shownMinute);
  }
  return time;
}
