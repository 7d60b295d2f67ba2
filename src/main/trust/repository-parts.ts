import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { configParts } from '#shared/core/trust/config-parts.ts';
import { compareParts, contentKey } from '#shared/core/trust/parts.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { ProjectConfig } from '#shared/model/project-config.ts';
import type { Task } from '#shared/model/task.ts';
import type { TrustPart } from '#shared/model/trust.ts';
import { branchFingerprint } from '#main/git/branch-heads.ts';
import type { GitClient } from '#main/git/client.ts';
import { resolveCommit } from '#main/git/refs.ts';
import type { Repository } from '#main/git/repository.ts';
import { agentPart } from './agent-file.ts';
import type { AgentFile, ObjectFormat } from './agent-file.ts';
import { AgentFilesReader } from './agent-parts.ts';
import { gitParts, hookParts, readGitSettings } from './git-parts.ts';
import type { GitSettings } from './git-parts.ts';
import type { GitSetting } from './git-setting.ts';
import { settingFilesOf } from './git-setting-files.ts';
import { makePart } from './make-part.ts';
import { promptParts } from './prompt-parts.ts';
import { taskParts } from './task-parts.ts';
import { worktreeAgentFiles } from './worktree-agents.ts';

/** The records that parts come from. */
export interface TrustRecords {
  tasks(): readonly Task[];
  /** Grows whenever a task changes. */
  lastTaskChange(): number;
  /** Folder of the pool's worktrees, while a task is blocked because of what lies in one; else null. */
  suspectWorktrees(): string | null;
  epics(): readonly Pick<Epic, 'id' | 'status' | 'branch' | 'baseBranch'>[];
}

/** The config as it was read, whether or not it may apply. */
export interface ConfigInEffect {
  readonly config: ProjectConfig;
  readonly exists: boolean;
}

/** Commits whose agents' files are remembered; older ones are read again. */
const rememberedCommits = 200;

/** Collects what a repository can execute; what has not changed since the last time is not read again. */
export class RepositoryParts {
  readonly #repository: Pick<Repository, 'root' | 'commonDirectory'>;
  readonly #git: GitClient;
  readonly #records: TrustRecords;
  readonly #reader: AgentFilesReader;
  readonly #files = new Map<string, readonly AgentFile[]>();
  #format: string | null = null;
  #settings: { readonly dates: string; readonly value: GitSettings } | null = null;
  #agents: { readonly key: string; readonly parts: readonly TrustPart[] } | null = null;
  #tasks: { readonly key: string; readonly parts: readonly TrustPart[] } | null = null;

  constructor(
    repository: Pick<Repository, 'root' | 'commonDirectory'>,
    git: GitClient,
    records: TrustRecords,
  ) {
    this.#repository = repository;
    this.#git = git;
    this.#records = records;
    this.#reader = new AgentFilesReader(git);
  }

  /** Git's own folder, which all worktrees share. */
  get commonDirectory(): string {
    return this.#repository.commonDirectory;
  }

  /** All parts, sorted. */
  async collect(
    { config, exists }: ConfigInEffect,
    imported: readonly string[],
  ): Promise<readonly TrustPart[]> {
    const parts = [
      ...configParts(config, exists).map((part) => makePart(part)),
      ...(await this.gitParts()),
      ...this.#taskParts(imported),
      ...(await this.#agentParts(config.base_branch)),
      ...(await promptParts(this.#repository.root)),
    ];
    parts.push(...(await this.#worktreeParts(parts)));
    return parts.toSorted(compareParts);
  }

  /** What lies in worktrees and nowhere else, so that a person can look at it and agree to it. */
  async #worktreeParts(known: readonly TrustPart[]): Promise<readonly TrustPart[]> {
    const folder = this.#records.suspectWorktrees();
    if (folder === null) return [];
    const keys = new Set(known.map(contentKey));
    const parts: TrustPart[] = [];
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const { files } = await worktreeAgentFiles(join(folder, name), await this.objectFormat());
      const found = files.map((file) => agentPart(file, `worktree ${name}`));
      parts.push(...found.filter((part) => !keys.has(contentKey(part))));
    }
    return parts;
  }

  /** What git itself would run here: programs that the repository's settings name, and its hook. */
  async gitParts(): Promise<readonly TrustPart[]> {
    const { programs, hooksPath, unread } = await this.#gitSettings();
    return [...gitParts(programs), ...unread, ...(await hookParts(this.#repository, hooksPath))];
  }

  /** How git names objects here. */
  async objectFormat(): Promise<ObjectFormat> {
    this.#format ??= await this.#git.text(['rev-parse', '--show-object-format']);
    return this.#format === 'sha256' ? 'sha256' : 'sha1';
  }

  /** What the repository's own git settings name as programs. */
  async settings(): Promise<readonly GitSetting[]> {
    return (await this.#gitSettings()).programs;
  }

  async #gitSettings(): Promise<GitSettings> {
    const { commonDirectory } = this.#repository;
    const files = await settingFilesOf(commonDirectory);
    const dates = (await Promise.all(files.map(dateOf))).join('\n');
    if (this.#settings?.dates !== dates || this.#settings.value.includes) {
      this.#settings = { dates, value: await readGitSettings(this.#git, commonDirectory) };
    }
    return this.#settings.value;
  }

  /** The parts that agents would take from the branch of an epic as it is now, or from where it will begin. */
  async agentPartsOf(
    epic: Pick<Epic, 'branch' | 'baseBranch'>,
    baseBranch: string,
  ): Promise<readonly TrustPart[]> {
    const place = (await this.#tipOf(epic.branch)) === null ? epic.baseBranch : epic.branch;
    const tip = await this.#tipOf(place);
    const files = tip === null ? [] : await this.agentFiles(tip);
    return files.map((file) => agentPart(file, place === baseBranch ? null : place));
  }

  /** What agents take programs from in a commit. */
  async agentFiles(commit: string): Promise<readonly AgentFile[]> {
    const known = this.#files.get(commit);
    if (known !== undefined) return known;
    const found = await this.#reader.read(commit);
    if (this.#files.size >= rememberedCommits) this.#files.clear();
    this.#files.set(commit, found);
    return found;
  }

  #taskParts(imported: readonly string[]): readonly TrustPart[] {
    const key = `${this.#records.lastTaskChange()} ${imported.length}`;
    if (this.#tasks?.key !== key) {
      const parts = taskParts(this.#records.tasks(), new Set(imported));
      this.#tasks = { key, parts };
    }
    return this.#tasks.parts;
  }

  /** Of the base branch, and of each epic under way what is different there. */
  async #agentParts(baseBranch: string): Promise<readonly TrustPart[]> {
    const epics = this.#records.epics().filter(({ status }) => status !== 'closed');
    const { root, commonDirectory } = this.#repository;
    const branches = [...new Set([baseBranch, ...epics.map((epic) => epic.baseBranch)])];
    const dates = await Promise.all(
      branches.map(async (name) => dateOf(join(commonDirectory, 'refs/heads', name))),
    );
    const fingerprint = await branchFingerprint(root, commonDirectory);
    const key = JSON.stringify([fingerprint, dates, branches, epics.map(({ id }) => id)]);
    if (this.#agents?.key !== key) {
      const parts = await this.#readAgentParts(baseBranch, epics);
      this.#agents = { key, parts };
    }
    return this.#agents.parts;
  }

  async #readAgentParts(
    baseBranch: string,
    epics: readonly Pick<Epic, 'branch' | 'baseBranch'>[],
  ): Promise<readonly TrustPart[]> {
    const base = (await this.#tipOf(baseBranch)) ?? (await resolveCommit(this.#git, 'HEAD'));
    const onBase = base === null ? [] : await this.agentFiles(base);
    const parts = onBase.map((file) => agentPart(file, null));
    const known = new Set(onBase.map(nameOf));
    for (const epic of epics) {
      const place = (await this.#tipOf(epic.branch)) === null ? epic.baseBranch : epic.branch;
      const tip = await this.#tipOf(place);
      if (tip === null || tip === base) continue;
      const fresh = (await this.agentFiles(tip)).filter((file) => !known.has(nameOf(file)));
      for (const file of fresh) known.add(nameOf(file));
      parts.push(...fresh.map((file) => agentPart(file, place)));
    }
    return parts;
  }

  async #tipOf(branch: string): Promise<string | null> {
    return resolveCommit(this.#git, `refs/heads/${branch}`);
  }
}

function nameOf(file: AgentFile): string {
  return JSON.stringify([file.path, file.hash]);
}

async function dateOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found === null ? '' : `${found.mtimeNs} ${found.ctimeNs} ${found.size} ${found.ino}`;
}
