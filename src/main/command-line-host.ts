import { homedir } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { systemClock } from '#shared/lib/clock.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import { randomIdSource } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import { runCommandLine } from '#main/command-line/program.ts';
import { createStderrLogger } from '#main/command-line/stderr-logger.ts';
import { exitCodes, outliveReader } from '#main/command-line/terminal-output.ts';
import type { Surroundings } from '#main/engine/open-workspace.ts';
import { failureForPerson } from '#main/engine/own-failure.ts';
import { createStarter } from '#main/system/starting/create-starter.ts';
import packageJson from '#package.json' with { type: 'json' };

/** How long this process stays for what it did not wait for, such as a git that does not end. */
const staysMs = 3_000;

/** Runs the command line of this process in its surroundings; sets the process' exit code. */
export async function hostCommandLine(resourcesFolder: string): Promise<void> {
  outliveReader(process.stdout);
  outliveReader(process.stderr);
  const logger = createStderrLogger(process.stderr);
  const starter = createStarter(resourcesFolder, logger);
  const surroundings = { ...surroundingsOf(resourcesFolder, logger), starter };
  endWithSentence(surroundings);
  try {
    process.exitCode = await runCommandLine(process.argv.slice(2), packageJson.version, {
      cwd: process.cwd(),
      output: {
        stdout: process.stdout,
        stderr: process.stderr,
        isTerminal: process.stdout.isTTY && process.env['TERM'] !== 'dumb',
      },
      input: process.stdin,
      ...(process.stdin.isTTY ? { onEnter } : {}),
      ...(process.stdin.isTTY && process.stdout.isTTY ? { ask } : {}),
      surroundings,
    });
  } catch (error) {
    say(surroundings, error);
    process.exitCode = exitCodes.notStarted;
  }
  await starter.close();
  // Goes off only where something keeps the process from ending.
  setTimeout(() => process.exit(), staysMs).unref();
}

function surroundingsOf(resourcesFolder: string, logger: Logger): Surroundings {
  return {
    environment: process.env,
    platform: process.platform,
    home: homedir(),
    resourcesFolder,
    clock: systemClock,
    ids: randomIdSource(),
    logger,
    tracer: silentTracer,
  };
}

/**
 * What nothing has caught ends this process with a sentence, as every other problem does. A run that it drove can be
 * resumed.
 */
function endWithSentence(surroundings: Surroundings): void {
  let isEnding = false;
  const end = (error: unknown): void => {
    if (isEnding) return;
    isEnding = true;
    say(surroundings, error);
    process.exit(exitCodes.incomplete);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

function say(surroundings: Surroundings, error: unknown): void {
  const { message, action } = failureForPerson(surroundings, error);
  surroundings.logger.error(`${message} ${action}`);
}

/** One line from the terminal; the end of its input, and Ctrl-C, are no answer. */
async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const stopped = new AbortController();
  lines.once('close', () => stopped.abort());
  try {
    return await lines.question(question, { signal: stopped.signal });
  } catch {
    return '';
  } finally {
    lines.close();
  }
}

/** Lines that come from the terminal; while nobody listens, nothing is read. */
function onEnter(listener: () => void): Subscription {
  const { stdin } = process;
  stdin.on('data', listener);
  return {
    dispose() {
      stdin.off('data', listener);
      stdin.pause();
    },
  };
}
