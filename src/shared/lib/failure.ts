import { err } from './result.ts';
import type { Result } from './result.ts';

/** Where in a file the user gave us something is wrong. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The text of that line, so that the message can be understood without opening the file. */
  readonly text?: string;
}

/**
 * An error that a user can cause or mend: a stable code, one sentence that says what happened,
 * and what to do about it (SPEC section 13).
 */
export interface Failure<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  readonly action: string;
  readonly place?: Place;
  /** What not everybody has to read, such as where was looked: a title, and its lines. */
  readonly details?: { readonly title: string; readonly lines: readonly string[] };
}

/** Builds a failure; `place` is left out when there is none. */
export function failure<Code extends string>(
  code: Code,
  message: string,
  action: string,
  place?: Place,
): Failure<Code> {
  return place === undefined ? { code, message, action } : { code, message, action, place };
}

/** Reasons that a joined failure names; further ones are counted. */
const namedReasons = 3;

/** Several reasons as one: the code of the first, and the sentences of all, each of them once. */
export function joinFailures<Problem extends Pick<Failure, 'code' | 'message' | 'action'>>(
  problems: readonly Problem[],
): Problem {
  const [first, ...others] = problems;
  if (first === undefined) throw new Error('A refusal names no reason.');
  if (others.length === 0) return first;
  const messages = [...new Set(problems.map(({ message }) => message))];
  const actions = [...new Set(problems.map(({ action }) => action))];
  const more = messages.length - namedReasons;
  const named = [...messages.slice(0, namedReasons), ...(more > 0 ? [`And ${more} more.`] : [])];
  return { ...first, message: named.join(' '), action: actions.slice(0, namedReasons).join(' ') };
}

/** One line for logs and the terminal: `file:line:column: message (action)`. */
export function formatFailure(problem: Failure): string {
  const { place } = problem;
  const position =
    place === undefined
      ? ''
      : `${[place.file, place.line, place.column].filter((part) => part !== undefined).join(':')}: `;
  const source = place?.text === undefined ? '' : `\n    ${place.text.trimEnd()}`;
  const { details } = problem;
  const more = details === undefined ? '' : `\n  ${details.title}: ${details.lines.join(', ')}`;
  return `${position}${problem.message}${source}\n  ${problem.action}${more}`;
}

/** Carries a {@link Failure} through code that can only throw; caught and unwrapped at the edges. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(problem: Failure, cause?: unknown) {
    super(problem.message, cause === undefined ? undefined : { cause });
    this.name = 'FailureError';
    this.failure = problem;
  }
}

/**
 * What `work` answers; a failure that came as an exception is a value like the others. Everything else that
 * is thrown is a bug, and goes on.
 */
export async function catchFailure<Value>(
  work: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure);
    throw error;
  }
}
