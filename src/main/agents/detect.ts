import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import type { AgentAdapter } from './adapter.ts';
import { askVersion } from './ask-version.ts';
import { findProgram } from './find-program.ts';

/** An agent that is there and can be started. */
export interface DetectedAgent {
  readonly type: string;
  readonly title: string;
  /** Absolute path. */
  readonly program: string;
  /** Null when it has none, prints none that can be read, or did not answer in time. */
  readonly version: string | null;
}

export type DetectionFailureCode = 'agent-missing' | 'agent-broken' | 'agent-unsupported';

export interface DetectionOptions {
  /** How long a program may take to print its version, in milliseconds. */
  readonly versionTimeoutMs?: number;
}

const defaultVersionTimeoutMs = 10_000;

/**
 * Finds an agent's program and asks for its version. `environment` is the one the agent will be
 * started from, `cwd` the repository's root, which a relative path of the config starts at.
 * Failures: `agent-missing` says what was looked for and where, `agent-broken` what it answered
 * instead of a version, `agent-unsupported` why it cannot work here (SPEC sections 5.1, 13).
 */
export async function detectAgent(
  adapter: AgentAdapter,
  environment: NodeJS.ProcessEnv,
  cwd: string,
  options: DetectionOptions = {},
): Promise<Result<DetectedAgent, Failure<DetectionFailureCode>>> {
  const reason = adapter.find.unsupported[process.platform];
  if (reason !== undefined) {
    return err(failure('agent-unsupported', reason, 'Give its tasks another agent.'));
  }
  const search = await findFirst(adapter, environment, cwd);
  if (!search.ok) return search;
  const program = search.value;
  const found = { type: adapter.type, title: adapter.title, program };
  const { versionArguments, versionPattern } = adapter.find;
  if (versionArguments === null) return ok({ ...found, version: null });
  const answer = await askVersion({
    program,
    arguments: versionArguments,
    cwd,
    environment: childEnvironment(environment, adapter.environment),
    timeoutMs: options.versionTimeoutMs ?? defaultVersionTimeoutMs,
  });
  if (answer.kind === 'failed') return err(broken(adapter, program, answer.reason));
  const match = answer.kind === 'answered' ? versionPattern.exec(answer.output) : null;
  return ok({ ...found, version: match?.[1] ?? match?.[0] ?? null });
}

async function findFirst(
  adapter: AgentAdapter,
  environment: NodeJS.ProcessEnv,
  cwd: string,
): Promise<Result<string, Failure<'agent-missing'>>> {
  let notExecutable: string | null = null;
  let lookedIn: readonly string[] = [];
  for (const command of adapter.find.commands) {
    const search = await findProgram(command, environment, cwd);
    if (search.found) return ok(search.program);
    notExecutable ??= search.notExecutable;
    ({ lookedIn } = search);
  }
  return err(
    notExecutable === null
      ? missing(adapter, lookedIn, environment)
      : failure(
          'agent-missing',
          `${adapter.title} was found at ${notExecutable}, but may not be run.`,
          `Make it executable: chmod +x ${JSON.stringify(notExecutable)}.`,
        ),
  );
}

const otherwise =
  'Or choose another agent: agents.default in the settings, or a label agent:<name> on the task.';

function missing(
  adapter: AgentAdapter,
  lookedIn: readonly string[],
  environment: NodeJS.ProcessEnv,
): Failure<'agent-missing'> {
  const { commands, remedy } = adapter.find;
  const names = commands.map((command) => JSON.stringify(command)).join(', ');
  const { HOME: home = '' } = environment;
  const isPath = commands.some((command) => /[\\/]/.test(command));
  const where = isPath
    ? `there is no ${lookedIn.join(', ')}`
    : lookedIn.length === 0
      ? `PATH is empty, so that ${names} is nowhere`
      : `${names} is in no folder of PATH`;
  const missed = failure(
    'agent-missing',
    `${adapter.title} was not found: ${where}.`,
    `${remedy} ${otherwise}`,
  );
  if (isPath || lookedIn.length === 0) return missed;
  const lines = lookedIn.map((place) => shortened(place, home));
  return { ...missed, details: { title: 'Folders of PATH', lines } };
}

/** A folder with the home folder as `~`. */
function shortened(place: string, home: string): string {
  return home !== '' && place.startsWith(`${home}/`) ? `~${place.slice(home.length)}` : place;
}

function broken(adapter: AgentAdapter, program: string, reason: string): Failure<'agent-broken'> {
  const command = [program, ...(adapter.find.versionArguments ?? [])].join(' ');
  return failure(
    'agent-broken',
    `${adapter.title} is installed but does not start: ${command} → ${reason}.`,
    'Repair the installation; the command must work in a terminal.',
  );
}
