import type { Command } from 'commander';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';

/** Commands that only show something, or, as `demo` does, keep to a folder of their own. */
const looking: ReadonlySet<string> = new Set([
  'list',
  'ready',
  'show',
  'logs',
  'status',
  'export',
  'doctor',
  'demo',
]);
/** Commands that show something as long as none of these options is there. */
const deciding: ReadonlyMap<string, readonly string[]> = new Map([
  ['guard', ['putBack', 'leave', 'undo']],
  ['trust', ['agree', 'withdraw', 'folder']],
]);

/** A command that was not carried out. */
export class CommandRefused extends Error {
  readonly failure: Failure;

  constructor(refusal: Failure) {
    super(refusal.message);
    this.failure = refusal;
  }
}

/**
 * Refuses, from inside an attempt, what a person decides (SPEC section 15: it is the user's machine): an agent that
 * calls the command line is not taken for the person. It keeps to that by mistake and by habit only: who removes the
 * variable is not stopped.
 */
export function refuseInsideAttempt(program: Command, environment: NodeJS.ProcessEnv): void {
  const attempt = environment['SWITCHYARD_ATTEMPT_ID'] ?? '';
  if (attempt === '') return;
  program.hook('preAction', (_program, command) => {
    if (onlyLooks(command)) return;
    const message = `This is called from inside an attempt (${attempt}): what a person decides is not an agent's to say.`;
    const action = 'Run it in a terminal of your own.';
    throw new CommandRefused(failure('inside-attempt', message, action));
  });
}

function onlyLooks(command: Command): boolean {
  const name = command.name();
  if (looking.has(name)) return true;
  const decisions = deciding.get(name);
  const options: Readonly<Record<string, unknown>> = command.opts();
  return decisions !== undefined && decisions.every((option) => options[option] === undefined);
}
