import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '#shared/lib/failure.ts';
import { failure } from '#shared/lib/failure.ts';
import { builtInAdapters, createAgentRegistry } from '#main/agents/registry.ts';
import { detectAgent } from '#main/agents/detect.ts';
import { createGitClient } from '#main/git/client.ts';
import { checkGitVersion } from '#main/git/repository.ts';
import { missingFilters } from '#main/landing/filter-programs.ts';
import { identityProblem } from '#main/landing/identity-check.ts';
import { neededBytes } from '#main/runs/start/preflight.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import { freeBytes } from '#main/system/disk-space.ts';
import { lookingEnvironment } from '#main/system/looking-environment.ts';
import { lookingVariables } from '#main/trust/git-parts.ts';
import { trustProblem } from '#main/trust/trust-desk.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { openWorkspace } from './open-workspace.ts';
import type { Surroundings } from './open-workspace.ts';
import type { Workspace } from './workspace.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  /** `missing` is no reason to worry as long as nothing needs it. */
  readonly state: 'ok' | 'missing' | 'warning' | 'problem';
  readonly detail: string;
  readonly action: string | null;
}

/** Looks at all that Switchyard needs on this machine and in this folder (SPEC section 11). */
export async function examine(
  folder: string,
  surroundings: Surroundings,
): Promise<readonly Finding[]> {
  const environment = lookingEnvironment(surroundings.environment, folder);
  const git = createGitClient(folder, {
    environment,
    gitVariables: lookingVariables([], environment),
  });
  const findings: Finding[] = [nodeFinding()];
  const version = await checkGitVersion(git);
  findings.push(version.ok ? fine('git', version.value) : bad('git', version.error));
  if (!version.ok) return findings;
  const opened = await openWorkspace(folder, surroundings);
  if (!opened.ok) {
    findings.push(bad('workspace', opened.error));
    findings.push(...(await agentFindings(null, environment, surroundings.home)));
    return findings;
  }
  const workspace = opened.value;
  try {
    findings.push(fine('repository', workspace.repository.root), trustFinding(workspace));
    findings.push(await identityFinding(workspace));
    findings.push(...(await missingFilters(workspace)).map((one) => bad('filters', one)));
    findings.push(...workspace.configProblems.map((problem) => bad('config', problem)));
    findings.push(checksFinding(workspace));
    findings.push(await spaceFinding(workspace), ...(await permissionFindings(workspace)));
    findings.push(...runFindings(workspace), keeperFinding(workspace));
    findings.push(...(await agentFindings(workspace, workspace.environment, workspace.askFolder)));
  } finally {
    await workspace.close();
  }
  return findings;
}

function fine(name: string, detail: string): Finding {
  return { name, state: 'ok', detail, action: null };
}

function bad(name: string, problem: Failure, state: Finding['state'] = 'problem'): Finding {
  const { place } = problem;
  const position = place?.line === undefined ? '' : `${place.file}:${place.line}: `;
  const { details } = problem;
  const more = details === undefined ? '' : ` ${details.title}: ${details.lines.join(', ')}.`;
  return { name, state, detail: position + problem.message + more, action: problem.action };
}

function nodeFinding(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 24) return fine('node', process.versions.node);
  const message = `Node ${process.versions.node} is too old for the built-in SQLite.`;
  return bad('node', failure('node-too-old', message, 'Run through npm: it brings Node 24.'));
}

function trustFinding({ trust }: Workspace): Finding {
  const { state, trustedFolder } = trust;
  if (state === 'trusted') {
    const why = trustedFolder === null ? 'you have agreed to' : `you trust ${trustedFolder}, so`;
    return fine('trust', `${why} what this repository can execute`);
  }
  return bad('trust', trustProblem(trust), 'warning');
}

async function identityFinding(workspace: Workspace): Promise<Finding> {
  const found = await identityProblem(workspace);
  if (found === null) return fine('identity', 'user.name and user.email are set');
  return bad('identity', found.failure, found.kind);
}

/** Without a check, no task could ever be closed. */
function checksFinding({ store, config, configExists, repository, trust }: Workspace): Finding {
  const commands = verificationCommands({ verify: [] }, config.commands);
  const isUseless = !configExists && !existsSync(join(repository.root, 'package.json'));
  if (!isUseless && commands.length > 0) return fine('checks', commands.join(' && '));
  const open = store.all('tasks').filter(({ status }) => status !== 'closed');
  const none = { ...config.commands, build: '', test: '' };
  const bare = open.filter((task) => verificationCommands(task, none).length === 0);
  if (open.length > 0 && bare.length === 0) return fine('checks', 'each task names its own');
  const [message, action] =
    trust.state === 'trusted'
      ? ['nothing would check your tasks.', 'Set commands.test in .switchyard/project.yaml.']
      : ['not known before you agree to the settings of this repository.', 'switchyard trust'];
  return bad('checks', failure('no-verification', message, action), 'warning');
}

async function spaceFinding(workspace: Workspace): Promise<Finding> {
  const free = await freeBytes(workspace.paths.worktrees);
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free at ${workspace.paths.worktrees}`;
  if (free >= neededBytes) return fine('disk', text);
  return bad('disk', failure('disk-nearly-full', text, 'Free some space.'));
}

async function permissionFindings(workspace: Workspace): Promise<readonly Finding[]> {
  const places = [workspace.folder, workspace.repository.commonDirectory];
  const findings: Finding[] = [];
  for (const place of places) {
    try {
      await access(place, constants.R_OK | constants.W_OK);
      findings.push(fine('permissions', `${place} can be written`));
    } catch {
      const message = `${place} cannot be written.`;
      findings.push(bad('permissions', failure('read-only', message, 'Make it writable.')));
    }
  }
  return findings;
}

function runFindings(workspace: Workspace): readonly Finding[] {
  const unfinished = unfinishedRun(workspace.store);
  if (unfinished === null) return [];
  const { run, alive } = unfinished;
  if (alive) return [fine('run', `${run.id} is active`)];
  const problem = failure(
    'run-interrupted',
    `Run ${run.id} was interrupted; its work is kept.`,
    'Go on with `switchyard run --resume`, or end it with `switchyard cancel`.',
  );
  return [bad('run', problem, 'warning')];
}

/** The keeper ends what agents and checks start; without it some of that may survive. */
function keeperFinding(workspace: Workspace): Finding {
  if (workspace.keeper() !== null) {
    return fine('processes', 'all that an agent or a check starts is ended with it (keeper)');
  }
  const message =
    'there is no keeper: what an agent or a check detaches and strips of its environment is not ended.';
  const action =
    process.platform === 'linux'
      ? 'Install a C compiler, then run `npm run build`.'
      : 'There is one for Linux only; see docs/agents.md, "How processes end".';
  return bad('processes', failure('keeper-missing', message, action), 'missing');
}

/** A missing agent is a problem only when it is the one that tasks get by default. */
async function agentFindings(
  workspace: Workspace | null,
  environment: NodeJS.ProcessEnv,
  folder: string,
): Promise<readonly Finding[]> {
  const registry =
    workspace?.agents ??
    createAgentRegistry({ default: 'claude', by_type: {}, custom: {} }, builtInAdapters);
  const needed = workspace?.config.agents.default ?? null;
  const findings: Finding[] = [];
  for (const type of registry.types) {
    const adapter = registry.resolve(type);
    if (!adapter.ok) continue;
    const detected = await detectAgent(adapter.value, environment, folder);
    const name = `agent ${type}`;
    if (detected.ok) {
      const { program, version } = detected.value;
      findings.push(fine(name, version === null ? program : `${version} (${program})`));
    } else {
      findings.push(bad(name, detected.error, type === needed ? 'problem' : 'missing'));
    }
  }
  return findings;
}
