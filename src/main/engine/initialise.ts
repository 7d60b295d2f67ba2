import { access } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { describeWriteError, writeFileAtomically } from '#main/system/atomic-write.ts';
import { projectConfigFile } from '#main/workspace/config-file.ts';
import { defaultProjectConfigText } from '#main/workspace/default-config.ts';
import { detectCommands } from '#main/workspace/detect-commands.ts';
import { ownConfig } from './own-changes.ts';
import type { Workspace } from './workspace.ts';

/**
 * Writes the workspace's config with the commands found in the repository; an existing one stays. Where the person
 * trusts the repository already it is their own change; it is no agreement by itself, because what it names are the
 * repository's own programs.
 */
export async function initialise(
  workspace: Workspace,
): Promise<Result<{ readonly file: string; readonly created: boolean }, Failure>> {
  const { root, branch } = workspace.repository;
  const file = projectConfigFile(root);
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) return ok({ file, created: false });
  const { test, build } = await detectCommands(root);
  const baseBranch = branch ?? workspace.config.base_branch;
  const text = defaultProjectConfigText({ testCommand: test, buildCommand: build, baseBranch });
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (error) {
    return err(describeWriteError(error, file));
  }
  const written = await writeFileAtomically(file, text);
  if (!written.ok) return written;
  await ownConfig(workspace);
  return ok({ file, created: true });
}
