import { mapStrings } from '#shared/lib/map-strings.ts';
import { terminalLines } from '#shared/core/agent-output/terminal-text.ts';

/**
 * What is not seen and yet changes what is: marks that turn the direction of text, spaces without width,
 * tags. The joiner stays, which emoji and some scripts are written with.
 */
const invisible =
  /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;
const otherLineBreaks = /[\u2028\u2029]/g;
/** Whether anything at all has to be looked at; most texts hold none of it. */
const suspicious = new RegExp(
  String.raw`(?![\t\n])\p{Cc}|${otherLineBreaks.source}|${invisible.source}`,
  'u',
);

/**
 * A text that others wrote (a title, an agent's words, a file's name) as it may be put on a person's terminal: no
 * escape sequence, no control character but tab and line feed, nothing that turns its direction.
 */
export function shownText(text: string): string {
  if (!suspicious.test(text)) return text;
  return terminalLines(text).join('\n').replaceAll(otherLineBreaks, '\n').replaceAll(invisible, '');
}

/** The same for what stands in one line: its line breaks and tabs are blanks, so that it forges no line. */
export function shownLine(text: string): string {
  return shownText(text).replaceAll(/[\n\t]+/g, ' ');
}

/** Fields of records that are texts of several lines; everything else stands in one. */
const texts: ReadonlySet<string> = new Set([
  'description',
  'implementationNotes',
  'finalSummary',
  'script',
  'outputTail',
  'carryForward',
]);

/**
 * A plain value (as JSON knows them) with every string in it made fit to be shown; fields that are no long
 * texts are one line each.
 */
export function shownValue<Value>(value: Value): Value {
  return mapStrings(value, (text, key) => (texts.has(key) ? shownText(text) : shownLine(text)));
}

/** Characters that JSON lets stand in a string and a terminal, or an eye, takes for something else. */
const unescaped =
  /[\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/g;

/** JSON in which such characters are escapes: it means the same, and a terminal obeys nothing of it. */
export function shownJson(json: string): string {
  return json
    .replaceAll(unescaped, escapeOf)
    .replaceAll(/\uDB40[\uDC00-\uDC7F]/g, (pair) => pair.replaceAll(/[^]/g, escapeOf));
}

function escapeOf(unit: string): string {
  return String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0');
}
