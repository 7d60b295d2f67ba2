import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Setup } from '#shared/contract/setup.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { choosableBranches, listBranches } from '#main/git/branches.ts';
import { baseItself, knownBaselines, takeBaselines } from '#main/landing/baseline.ts';
import { shownBaseline } from '#main/landing/shown-baseline.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { detectCommands } from '#main/workspace/detect-commands.ts';
import { detectDependencies } from '#main/workspace/detect-dependencies.ts';
import { baseBranchOf } from '#main/engine/tasks/work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import { listAgents } from './settings.ts';

/** Looks at what a run needs of a workspace, whether it has tasks or not. Runs nothing of the repository. */
export async function lookAtSetup(workspace: Workspace): Promise<Setup> {
  const [agents, base, found, untrusted] = await Promise.all([
    listAgents(workspace),
    baseOf(workspace),
    foundTest(workspace),
    workspace.trustGate.problemOf([], []),
  ]);
  const { default: type, by_type: agentsByLabel } = workspace.config.agents;
  const { build, test } = workspace.config.commands;
  const commands = verificationCommands({ verify: [] }, workspace.config.commands);
  const problem = checksProblem(workspace, commands);
  return {
    agent: {
      type,
      problem: agents.find((one) => one.type === type)?.problem ?? missing(type, agents),
    },
    agents,
    agentsByLabel,
    checks: { build, test, problem, found },
    base,
    baseline:
      problem !== null || untrusted !== null || base.problem !== null
        ? null
        : await baselineOf(workspace, base.branch, commands),
    untrusted,
  };
}

/** Runs the checks on the base branch in a clean room, once the person has agreed to what they run. */
export async function checkBase(workspace: Workspace): Promise<Result<Setup, Failure>> {
  const untrusted = await workspace.trustGate.problemOf([], []);
  if (untrusted !== null) return err(untrusted);
  const commands = verificationCommands({ verify: [] }, workspace.config.commands);
  await takeBaselines(workspace.landing, [baseItself(baseBranchOf(workspace))], commands);
  return ok(await lookAtSetup(workspace));
}

function missing(type: string, agents: Setup['agents']): Failure | null {
  if (agents.some((one) => one.type === type)) return null;
  return failure(
    'agent-unknown',
    `There is no agent named ${JSON.stringify(type)}.`,
    'Choose another one.',
  );
}

async function baseOf(workspace: Workspace): Promise<Setup['base']> {
  const branch = baseBranchOf(workspace);
  const branches = choosableBranches(await listBranches(workspace.git));
  const problem = branches.includes(branch)
    ? null
    : failure('branch-missing', `There is no branch ${branch}.`, 'Choose one that is there.');
  return { branch, problem, branches };
}

/** The command that the repository's own tools test with; null where none is found. */
async function foundTest({ repository: { root } }: Workspace): Promise<string | null> {
  const { environment } = await detectDependencies(root);
  const { test } = await detectCommands(root, environment);
  return test === '' ? null : test;
}

function checksProblem(
  { configExists, repository }: Workspace,
  commands: readonly string[],
): Failure | null {
  if (commands.length === 0) {
    return failure(
      'no-verification',
      'Nothing checks the work of agents.',
      'Name the command that tests this project. A task can also name its own.',
    );
  }
  // The default command is for packages of npm.
  if (configExists || existsSync(join(repository.root, 'package.json'))) return null;
  return failure(
    'default-check-useless',
    `${commands.join(', ')} would check the work, but there is no package.json here.`,
    'Name the command that tests this project. A task can also name its own.',
  );
}

async function baselineOf(
  workspace: Workspace,
  branch: string,
  commands: readonly string[],
): Promise<Setup['baseline']> {
  if (!workspace.config.verify.baseline) return null;
  const [known] = await knownBaselines(workspace.landing, [baseItself(branch)], commands);
  return known === undefined ? null : shownBaseline(known.evidence);
}
