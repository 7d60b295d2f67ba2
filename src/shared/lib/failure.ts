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

/** One line for logs and the terminal: `file:line:column: message (action)`. */
export function formatFailure(problem: Failure): string {
  const { place } = problem;
  const position =
    place === undefined
      ? ''
      : `${[place.file, place.line, place.column].filter((part) => part !== undefined).join(':')}: `;
  const source = place?.text === undefined ? '' : `\n    ${place.text.trimEnd()}`;
  return `${position}${problem.message}${source}\n  ${problem.action}`;
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
