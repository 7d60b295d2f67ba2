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
/** The longest window of a subscription: nothing is parked for longer, whatever is named. */
export const longestPark = 7 * day;
/** No provider names a later time: it was misread. */
const farthest = 35 * day;

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
  return { resetsAt: resetTimeIn(text, context) };
}

/** The reset time that a rate-limit message names, as {@link plausibleReset} takes it. */
export function resetTimeIn(text: string, context: RateLimitContext): string | null {
  const time =
    epochTime(text) ?? isoMoment(text) ?? durationFrom(text, context) ?? clockTime(text, context);
  return plausibleReset(time, context.now);
}

/**
 * A reset time (milliseconds since the epoch) as ISO time, at most {@link longestPark} from now; null when
 * it is past or absurdly far.
 */
export function plausibleReset(time: number | null, now: number): string | null {
  if (time === null || time <= now || time > now + farthest) return null;
  return isoTime(Math.min(time, now + longestPark));
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
  const named = match?.[1];
  const time = named === undefined ? Number.NaN : Date.parse(named);
  if (Number.isNaN(time)) return null;
  return /T\d\d:\d\d:/.test(named ?? '') ? time : time + minute;
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
  let finest = day;
  for (const [, amount, unit] of phrase[1].matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/gi)) {
    const length = unitLengths.find(([pattern]) => pattern.test(unit ?? ''))?.[1];
    if (length === undefined) break;
    total += Number(amount) * length;
    finest = Math.min(finest, length);
  }
  if (total === 0) return null;
  // A time that is exact to the minute may be up to a minute more.
  return context.now + Math.ceil(total) + (finest >= minute ? minute : 0);
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
 * `try again at 7:54 PM`, `try again at Nov 21st, 2026 7:54 PM`, `resets at 15:00 UTC`. It is exact to the
 * minute, and means one of that minute's seconds: its end is taken.
 */
function clockTime(text: string, context: RateLimitContext): number | null {
  const match =
    /\b(?:resets?|again|available|until)(?: (?:at|on))? (?:(?:([a-z]{3})[a-z]{0,6} (\d{1,2})(?:st|nd|rd|th)?(?:, (\d{4}))?|(tomorrow))(?:,| at)? )?(?:at )?(\d{1,2})(?::(\d\d))?(:\d\d)? ?([ap]\.?m\b)?(?: ?\(([A-Za-z_+\-/0-9]{1,40})\)| ?((?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d\d)?)?|[A-Z]{3,4})\b)?/i.exec(
      text,
    );
  if (match === null) return null;
  const [, monthName, dayText, yearText, tomorrow, hourText, minuteText, seconds, half] = match;
  if (half === undefined && minuteText === undefined) return null;
  const hour = half === undefined ? Number(hourText) : twentyFour(Number(hourText), half);
  if (hour > 23 || Number(minuteText ?? 0) > 59) return null;
  const zone = zoneOf(match[9] ?? match[10], context.timeZone);
  const today = dateIn(context.now, zone);
  const rounded = seconds === undefined ? minute : Number(seconds.slice(1)) * second;
  const at = (date: ClockDate): number =>
    moment(date, hour, Number(minuteText ?? 0), zone) + rounded;
  if (tomorrow !== undefined) return at({ ...today, day: today.day + 1 });
  if (monthName === undefined) return nextOf(at, today, context.now);
  const month = months.indexOf(monthName.toLowerCase());
  if (month < 0) return null;
  const year = yearText === undefined ? today.year : Number(yearText);
  const time = at({ year, month, day: Number(dayText) });
  const nextYear = yearText === undefined && time < context.now - day;
  return nextYear ? at({ year: year + 1, month, day: Number(dayText) }) : time;
}

/** The next time that a clock shows it; one that has just passed, also before midnight, is over. */
function nextOf(at: (date: ClockDate) => number, today: ClockDate, now: number): number {
  const times = [-1, 0, 1].map((days) => at({ ...today, day: today.day + days }));
  if (times.some((time) => time <= now && now - time <= justPassed)) return now + minute;
  return times.find((time) => time > now) ?? now + minute;
}

function twentyFour(hour: number, half: string): number {
  return (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

/** Short names of zones that tools print; others are not known to the platform. */
const shortZones: Readonly<Record<string, string>> = {
  PST: '-08:00',
  PDT: '-07:00',
  MST: '-07:00',
  MDT: '-06:00',
  CST: '-06:00',
  CDT: '-05:00',
  EST: '-05:00',
  EDT: '-04:00',
  BST: '+01:00',
  CET: '+01:00',
  CEST: '+02:00',
};

/** The named zone when it is one; a message may hold other words in brackets. */
function zoneOf(name: string | undefined, fallback: string): string {
  if (name === undefined) return fallback;
  const offset = /^(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d\d))?$/i.exec(name);
  const known =
    offset === null
      ? (shortZones[name.toUpperCase()] ?? name)
      : `${offset[1]}${offset[2]?.padStart(2, '0')}:${offset[3] ?? '00'}`;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: known }).resolvedOptions().timeZone;
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
