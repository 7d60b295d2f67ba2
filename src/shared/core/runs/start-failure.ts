/** How an agent's process ended, as far as it shows whether it ever began to work. */
export interface EarlyEnd {
  readonly exitCode: number | null;
  /** Name of the signal that ended it, or null. */
  readonly signal: string | null;
  /** How long it ran, in ms. */
  readonly ranMs: number;
  /** All that it printed, as text; null when that was more than a few lines. */
  readonly words: string | null;
}

/** What ends later than this has begun: it took longer than reading arguments does. */
const atOnceMs = 5_000;
/** A program that crashes as it is loaded has no time for more. */
const crashMs = 1_500;
const longestWords = 300;

/** Signals that a program ends itself by, when something in it is broken; not those that others send. */
const crashes: ReadonlySet<string> = new Set([
  'SIGSEGV',
  'SIGILL',
  'SIGABRT',
  'SIGBUS',
  'SIGSYS',
  'SIGTRAP',
  'SIGFPE',
]);

/** What programs say of arguments that they do not know. */
const wrongArguments =
  /\b(?:unknown|unrecogni[sz]ed|unexpected|invalid|illegal|no such) (?:option|flag|argument|command|subcommand)\b|\bunrecognized arguments?\b/i;

/**
 * Why an agent cannot be started at all, in a sentence with its own words: the same would happen each time,
 * so that it is not tried again. Null when it may have been at work, or may be at another try.
 */
export function startFailure({ exitCode, signal, ranMs, words }: EarlyEnd): string | null {
  if (words === null || ranMs > atOnceMs || exitCode === 0) return null;
  const said = words
    .trim()
    .replaceAll(/\s*\n\s*/g, ' / ')
    .slice(0, longestWords);
  const withWords = said === '' ? ', without a word' : `: ${said}`;
  if (exitCode === 127) {
    return `The agent cannot be started: a program that it needs was not found (exit code 127)${withWords}`;
  }
  if (exitCode === 126) {
    return `The agent cannot be started: it may not be executed here (exit code 126)${withWords}`;
  }
  if (signal !== null && crashes.has(signal) && ranMs <= crashMs && said === '') {
    return `The agent cannot be started: it crashed at once (${signal}), without a word`;
  }
  if (exitCode !== null && wrongArguments.test(words)) {
    return `The agent cannot be started: it does not take the arguments that it gets (exit code ${exitCode})${withWords}`;
  }
  return null;
}

/** What to do about an agent that cannot be started. */
export const startFailureAction =
  'Start it by hand once, mend or update it, or change its command (agents.custom); then reopen the task.';
