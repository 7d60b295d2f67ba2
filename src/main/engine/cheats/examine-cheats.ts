import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { plantFolder } from '#main/cheats/plant-folder.ts';
import { plantFor } from '#main/cheats/plants/plant-for.ts';
import type { Plant } from '#main/cheats/plants/plant.ts';
import { repositoryKind } from '#main/cheats/repository-kind.ts';
import type { RepositoryKind } from '#main/cheats/repository-kind.ts';
import { configApplies, trustProblem } from '#main/trust/trust-desk.ts';
import { openWorkspace } from '#main/engine/open-workspace.ts';
import type { Surroundings } from '#main/engine/open-workspace.ts';
import { baseBranchOf } from '#main/engine/tasks/work-items.ts';
import { agreeToTrust } from '#main/engine/trust/trust.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { serveAnswers } from './answer-server.ts';
import { manifestScripts } from './manifest-scripts.ts';
import { copyRepository } from './copy-repository.ts';
import { playTasks } from './play-tasks.ts';
import type { PlayLimits, Progress } from './play-tasks.ts';
import { reportPlay } from './report-play.ts';
import type { CheatReport } from './report-play.ts';
import { addPlayedTasks, playFor, tasksOf } from './tasks-to-play.ts';

/** How the catalogue is played. */
export interface CheatOptions extends PlayLimits {
  /** Whether the honest twin of each cheat is played as well. */
  readonly withTwins: boolean;
}

/** What is asked about before anything is copied. */
interface Ground {
  readonly kind: RepositoryKind;
  readonly plant: Plant;
  readonly checks: readonly string[];
  readonly baseBranch: string;
}

/**
 * Plays the catalogue of cheats on a copy of the person's repository, and says which of their checks hold
 * (SPEC section 6.1). Nothing is written into the repository, and nothing is left of the copy.
 */
export async function examineCheats(
  folder: string,
  surroundings: Surroundings,
  options: CheatOptions,
  onProgress: Progress,
): Promise<Result<CheatReport, Failure>> {
  const opened = await openWorkspace(folder, surroundings);
  if (!opened.ok) return opened;
  const workspace = opened.value;
  try {
    const ground = await groundOf(workspace);
    if (!ground.ok) return ground;
    const place = await realpath(await mkdtemp(join(tmpdir(), 'switchyard-cheats-')));
    try {
      return await playIn(place, workspace, ground.value, surroundings, options, onProgress);
    } finally {
      await rm(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  } finally {
    await workspace.close();
  }
}

async function groundOf(workspace: Workspace): Promise<Result<Ground, Failure>> {
  const { trust, config, git, repository } = workspace;
  if (!configApplies(trust)) return err(trustProblem(trust));
  const checks = [config.commands.build, config.commands.test].filter((command) => command !== '');
  const baseBranch = baseBranchOf(workspace);
  const listed = await git.run(['ls-tree', '-r', '-z', '--name-only', baseBranch, '--'], {
    allowedExitCodes: [128],
  });
  if (listed.exitCode !== 0) {
    const message = `There is no branch ${baseBranch} to copy.`;
    return err(failure('no-branch', message, 'Name another one as base_branch.'));
  }
  const kind = repositoryKind({
    commands: checks,
    scripts: await manifestScripts(repository.root),
  });
  const plant = plantFor(kind, plantFolder(kind, listed.stdout.split('\0')));
  return ok({ kind, plant, checks: [...checks, ...plant.verify], baseBranch });
}

async function playIn(
  place: string,
  original: Workspace,
  { kind, plant, checks, baseBranch }: Ground,
  surroundings: Surroundings,
  options: CheatOptions,
  onProgress: Progress,
): Promise<Result<CheatReport, Failure>> {
  const root = join(place, 'repository');
  const copied = await copyRepository(original, baseBranch, plant, root);
  if (!copied.ok) return copied;
  const answers = await serveAnswers(plant.fileAnswer);
  const environment = {
    ...surroundings.environment,
    SWITCHYARD_HOME: join(place, 'data'),
    SWITCHYARD_ANSWERS: answers.url,
  };
  try {
    const opened = await openWorkspace(root, { ...surroundings, environment });
    if (!opened.ok) return opened;
    const play = playFor(plant, options.withTwins);
    const tasks = tasksOf(play);
    try {
      const added = addPlayedTasks(opened.value, tasks, checks);
      if (!added.ok) return added;
      const agreed = await agreeToTrust(opened.value, null);
      if (!agreed.ok) return agreed;
      const copy = await opened.value.withFreshConfig();
      const played = await playTasks(copy, tasks, options, onProgress);
      if (!played.ok) return played;
      return ok(await reportPlay(copy, play, { kind, checks, baseBranch, ...played.value }));
    } finally {
      await opened.value.close();
    }
  } finally {
    await answers.close();
  }
}
