import { access } from 'node:fs/promises';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { projectConfigFile } from '#main/workspace/config-file.ts';
import { defaultProjectConfigText } from '#main/workspace/default-config.ts';
import { detectCommands } from '#main/workspace/detect-commands.ts';
import { detectDependencies } from '#main/workspace/detect-dependencies.ts';
import { writeProjectConfig } from '#main/workspace/write-config.ts';
import { ownConfig } from './settings/own-changes.ts';
import type { Workspace } from './workspace.ts';

/** What `init` did. */
export interface Initialised {
  readonly file: string;
  readonly created: boolean;
  /** Branch that was written down to start epics from; null where nothing was. */
  readonly baseBranch: string | null;
  /** What was not found and has to be set, one sentence each. */
  readonly notices: readonly string[];
}

const noTestCommand =
  'No test command was found here, so that nothing would check your tasks: set commands.test in .switchyard/project.yaml, or verify in the tasks.';

/**
 * Writes the workspace's config with the commands found in the repository; an existing one stays. Where the person
 * trusts the repository already it is their own change; it is no agreement by itself, because what it names are the
 * repository's own programs.
 */
export async function initialise(workspace: Workspace): Promise<Result<Initialised, Failure>> {
  const { root, likelyBase: baseBranch } = workspace.repository;
  const file = projectConfigFile(root);
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) return ok({ file, created: false, baseBranch: null, notices: [] });
  if (baseBranch === null) {
    const message = 'This repository has no branch that epics could start from: HEAD is detached.';
    return err(failure('no-branch', message, 'Make one: git switch -c main'));
  }
  const dependencies = await detectDependencies(root);
  const { test, build } = await detectCommands(root, dependencies.environment);
  const text = defaultProjectConfigText({
    testCommand: test,
    buildCommand: build,
    baseBranch,
    dependencies,
  });
  const written = await writeProjectConfig(root, text);
  if (!written.ok) return written;
  await ownConfig(workspace);
  const { notice } = dependencies;
  const notices = [...(test === '' ? [noTestCommand] : []), ...(notice === null ? [] : [notice])];
  return ok({ file, created: true, baseBranch, notices });
}
