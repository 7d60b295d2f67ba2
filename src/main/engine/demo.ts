import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { createGitClient } from '#main/git/client.ts';
import { openWorkspace } from './open-workspace.ts';
import type { Surroundings } from './open-workspace.ts';
import { storeItems } from './transfers/import-items.ts';
import { agreeToTrust } from './trust/trust.ts';
import type { Workspace } from './workspace.ts';

/** The epic of the demo's backlog. */
export const demoEpicId = 'shelf-1';

/**
 * Makes the demo workspace in `folder`, which must be empty or not there: a repository with one
 * commit, and the epic's tasks, each with its script.
 */
export async function createDemo(
  folder: string,
  surroundings: Surroundings,
): Promise<Result<Workspace, Failure>> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    return err(failure('folder-not-empty', `${folder} is not empty.`, 'Name another folder.'));
  }
  const source = join(surroundings.resourcesFolder, 'demo');
  await cp(join(source, 'project'), folder, { recursive: true });
  // npm leaves `.gitignore` files out of packages, so the demo's is written here.
  await writeFile(join(folder, '.gitignore'), 'node_modules/\nshelf.json\n');
  const git = createGitClient(folder, {
    environment: surroundings.environment,
    fallbackIdentity: { name: 'Switchyard demo', email: 'demo@localhost' },
  });
  await git.run(['init', '--quiet', '--initial-branch=main']);
  await git.run(['add', '--all']);
  await git.run(['commit', '--quiet', '--message', 'Start the reading list']);
  const opened = await openWorkspace(folder, surroundings);
  if (!opened.ok) return opened;
  const made = await importDemo(opened.value, source);
  // All of it comes with the app, and the person asked for it.
  const agreed = made.ok ? await agreeToTrust(opened.value, null) : made;
  if (agreed.ok) return ok(await opened.value.withFreshConfig());
  await opened.value.close();
  return agreed;
}

async function importDemo(workspace: Workspace, source: string): Promise<Result<void, Failure>> {
  const file = join(source, 'backlog.json');
  const reader = workspace.sources.forFile(file);
  if (!reader.ok) return reader;
  const items = reader.value.readAll(await readFile(file, 'utf8'), file);
  if (!items.ok) return items;
  const tasks = await Promise.all(
    items.value.tasks.map(async (task) => ({
      ...task,
      script: await readFile(join(source, 'scripts', `${task.id}.sh`), 'utf8'),
    })),
  );
  const stored = storeItems(workspace, { ...items.value, tasks });
  if (!stored.ok) return stored;
  const [problem] = [...stored.value.problems, ...stored.value.notices];
  return problem === undefined ? ok(undefined) : err(problem);
}
