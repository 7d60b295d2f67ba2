import { unagreedParts } from '#shared/core/trust/compare.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import type { TrustPart } from '#shared/model/trust.ts';
import type { GitClient } from '#main/git/client.ts';
import { agentPart } from './agent-file.ts';
import { promptFolder, promptPart } from './prompt-parts.ts';
import type { ConfigInEffect, RepositoryParts } from './repository-parts.ts';
import { taskPart } from './task-parts.ts';
import type { TrustDesk } from './trust-desk.ts';
import { cannotBeAgreedTo, neverTrusted, trustChanged } from './trust-failures.ts';
import { isPersonsOwnCopy } from './own-copies.ts';
import { worktreeAgentFiles } from './worktree-agents.ts';

/** What stands between a task and its start: what would run for it and was not agreed to. */
export interface TrustGate {
  /**
   * Why tasks of these epics may not be started now; null when they may. A change of the config, of prompts or of
   * git's settings concerns all, one of a task's file or of an epic's branch only those.
   */
  problemOf(tasks: readonly Task[], epics: readonly Epic[]): Promise<Failure | null>;
  /**
   * Why git may not be let loose now: its settings or hooks are not what was agreed to. Asked before each task, because
   * one that ran before may have changed them.
   */
  problemOfGit(): Promise<Failure | null>;
  /** The same as {@link problemOf}, right before an agent starts on a task in this worktree, of what it would really find there. */
  problemInWorktree(
    task: Pick<Task, 'id' | 'script' | 'verify' | 'source'>,
    worktree: string,
  ): Promise<Failure | null>;
  /** Whether a prompt of the repository's own, as it was just read, is one that was agreed to. */
  problemOfPrompt(name: string, text: string): Promise<Failure | null>;
}

export interface TrustGateDependencies {
  readonly desk: TrustDesk;
  readonly parts: RepositoryParts;
  /** Git in the repository. */
  readonly git: GitClient;
  readonly root: string;
  /** The config as the checkout has it now. */
  readonly readConfig: () => Promise<ConfigInEffect>;
}

/** A gate that reads the agreement each time: a person may agree, or withdraw, while a run goes on. */
export function createTrustGate(dependencies: TrustGateDependencies): TrustGate {
  const { desk, parts: source, git, root, readConfig } = dependencies;

  async function problemWith(parts: readonly TrustPart[]): Promise<Failure | null> {
    const agreement = await desk.agreement();
    if (agreement.agreedAt === null) return neverTrusted(parts);
    const unagreed = unagreedParts(agreement, parts);
    return unagreed.length === 0 ? null : trustChanged(unagreed);
  }

  async function partOfTask(
    task: Pick<Task, 'id' | 'script' | 'verify' | 'source'>,
  ): Promise<readonly TrustPart[]> {
    const { imported } = await desk.agreement();
    const part = task.source !== null || imported.includes(task.id) ? taskPart(task) : null;
    return part === null ? [] : [part];
  }

  return {
    async problemOf(tasks, epics) {
      const current = await readConfig();
      const look = await desk.look(current);
      if (look.trustedFolder !== null) return null;
      if (look.agreement.agreedAt === null) return neverTrusted(look.parts);
      const concerned: TrustPart[] = look.parts.filter(
        ({ kind }) => kind !== 'task' && kind !== 'agent',
      );
      for (const task of tasks) concerned.push(...(await partOfTask(task)));
      for (const epic of epics) {
        concerned.push(...(await source.agentPartsOf(epic, current.config.base_branch)));
      }
      const unagreed = unagreedParts(look.agreement, concerned);
      return unagreed.length === 0 ? null : trustChanged(unagreed);
    },
    async problemOfGit() {
      if ((await desk.trustedFolder()) !== null) return null;
      return problemWith(await source.gitParts());
    },
    async problemInWorktree(task, worktree) {
      if ((await desk.trustedFolder()) !== null) return null;
      const place = `in the worktree of ${task.id}`;
      const format = await source.objectFormat();
      const { files, problem } = await worktreeAgentFiles(worktree, format);
      const byPart = new Map(files.map((file) => [agentPart(file, place), file]));
      const foreign = new Set(unagreedParts(await desk.agreement(), [...byPart.keys()]));
      for (const part of foreign) {
        const file = byPart.get(part);
        if (file !== undefined && (await isPersonsOwnCopy(git, root, file, format)))
          foreign.delete(part);
      }
      const unagreed = await problemWith([...(await partOfTask(task)), ...foreign]);
      if (unagreed !== null || problem === null) return unagreed;
      return cannotBeAgreedTo(worktree, problem);
    },
    async problemOfPrompt(name, text) {
      if ((await desk.trustedFolder()) !== null) return null;
      return problemWith([promptPart(`${promptFolder}/${name}`, text)]);
    },
  };
}
