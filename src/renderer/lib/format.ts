const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A length of time in words as short as they can be: `840 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds));
  if (whole < secondMs) return `${whole} ms`;
  if (whole < 10 * secondMs && whole % secondMs >= 50) return `${(whole / secondMs).toFixed(1)} s`;
  const seconds = Math.round(whole / secondMs);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return twoUnits(minutes, 60, 'h', 'min');
  return twoUnits(Math.round(minutes / 60), 24, 'd', 'h');
}

function twoUnits(small: number, perLarge: number, largeName: string, smallName: string): string {
  const large = Math.floor(small / perLarge);
  const rest = small % perLarge;
  return rest === 0 ? `${large} ${largeName}` : `${large} ${largeName} ${rest} ${smallName}`;
}

/** Time gone by as a clock shows it: `02:31`, and `1:02:31` from an hour on. Negative counts as 0. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / secondMs));
  const pad = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const clock = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return hours === 0 ? clock : `${hours}:${clock}`;
}

/** A number of tokens with three digits or fewer: `950`, `4.2k`, `412k`, `1.3M`. The unit is not in it. */
export function formatTokens(count: number): string {
  if (count < 1000) return String(Math.max(0, Math.round(count)));
  // 999,500 would be rounded to "1000k".
  return count < 999_500 ? `${shortened(count / 1000)}k` : `${shortened(count / 1_000_000)}M`;
}

function shortened(value: number): string {
  const text = value < 9.95 ? value.toFixed(1) : String(Math.round(value));
  return text.replace(/\.0$/, '');
}

/** An amount in US dollars: `$0.00`, `<$0.01`, `$3.40`, `$1,204`. */
export function formatMoney(usd: number): string {
  if (usd > 0 && usd < 0.01) return '<$0.01';
  const digits = usd < 100 ? 2 : 0;
  return usd.toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** How long ago `iso` was at `now` (epoch ms): `just now`, `5 min ago`, `yesterday`, `12 d ago`; `in 3 min` ahead. */
export function formatRelativeTime(iso: string, now: number): string {
  const distance = now - Date.parse(iso);
  const size = Math.abs(distance);
  if (size < 45 * secondMs) return 'just now';
  const [count, unit] =
    size < hourMs
      ? [Math.max(1, Math.round(size / minuteMs)), 'min']
      : size < dayMs
        ? [Math.round(size / hourMs), 'h']
        : [Math.round(size / dayMs), 'd'];
  if (distance < 0) return `in ${count} ${unit}`;
  return unit === 'd' && count === 1 ? 'yesterday' : `${count} ${unit} ago`;
}

const exact = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** The moment itself in the person's own time zone, for tooltips: `Sat, 21 Nov 2026, 13:05:09 CET`. */
export function formatExactTime(iso: string): string {
  return exact.format(new Date(iso));
}

/** `1 task`, `3 tasks`; `many` is for words whose plural is not made with an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** When something was, as a person says it at `now` (epoch ms): `today 09:27`, `Monday 09:27`, `3 Nov 2026 09:27`. */
export function formatDayTime(iso: string, now: number): string {
  const at = new Date(iso);
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  const daysAgo = Math.ceil((midnight.getTime() - at.getTime()) / dayMs);
  const time = clock.format(at);
  if (daysAgo <= 0) return `today ${time}`;
  if (daysAgo === 1) return `yesterday ${time}`;
  return `${(daysAgo < 7 ? weekday : day).format(at)} ${time}`;
}
