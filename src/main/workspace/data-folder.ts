import { createHash } from 'node:crypto';
import { basename, dirname, join, posix, resolve, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for everything the app keeps: `$SWITCHYARD_HOME` (a relative one counts from the
 * current folder), else the place the operating system has for application data. Empty variables
 * count as unset, and so does a relative `$XDG_DATA_HOME`, as its specification asks.
 */
export function dataFolder(
  environment: Environment,
  platform: NodeJS.Platform,
  home: string,
): string {
  const chosen = environment['SWITCHYARD_HOME'];
  if (chosen) return resolve(chosen);
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'];
    return win32.join(local ? local : win32.join(home, 'AppData', 'Local'), 'Switchyard');
  }
  if (platform === 'darwin') {
    return posix.join(home, 'Library', 'Application Support', 'Switchyard');
  }
  const shared = environment['XDG_DATA_HOME'];
  return shared && posix.isAbsolute(shared)
    ? posix.join(shared, 'switchyard')
    : posix.join(home, '.local', 'share', 'switchyard');
}

/** Name of the repository whose common git folder this is: `/x/app/.git` → app, `/x/app.git` → app. */
function repositoryName(gitCommonDirectory: string): string {
  const name = basename(gitCommonDirectory);
  return name === '.git' ? basename(dirname(gitCommonDirectory)) : name.replace(/\.git$/, '');
}

/**
 * The folder of one workspace in the data folder: readable by the repository's name, unique by the
 * absolute path of its common git folder, so that all its worktrees share it.
 */
export function workspaceFolder(folder: string, gitCommonDirectory: string): string {
  const slug = repositoryName(gitCommonDirectory)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
  const digest = createHash('sha256').update(gitCommonDirectory).digest('hex').slice(0, 8);
  return join(folder, 'workspaces', `${slug === '' ? 'repository' : slug}-${digest}`);
}

/** Where a workspace's folder has what. */
export interface WorkspacePaths {
  readonly database: string;
  readonly worktrees: string;
  /** Folders in which checks run. */
  readonly rooms: string;
  /** Copies of the person's dependencies, from which worktrees and rooms get theirs. */
  readonly dependencies: string;
  /** The app's notes of worktrees and rooms: indexes and leases. */
  readonly trees: string;
  readonly transcripts: string;
  readonly evidence: string;
  readonly prompts: string;
  readonly reports: string;
  readonly backups: string;
  /** Files of the person's repository as they were before somebody changed them. */
  readonly guard: string;
  readonly temporary: string;
}

/** The files and folders of a workspace; nothing is made. */
export function workspacePaths(folder: string): WorkspacePaths {
  return {
    database: join(folder, 'switchyard.db'),
    worktrees: join(folder, 'worktrees'),
    rooms: join(folder, 'rooms'),
    dependencies: join(folder, 'dependencies'),
    trees: join(folder, 'trees'),
    transcripts: join(folder, 'transcripts'),
    evidence: join(folder, 'evidence'),
    prompts: join(folder, 'prompts'),
    reports: join(folder, 'reports'),
    backups: join(folder, 'backups'),
    guard: join(folder, 'guard'),
    temporary: join(folder, 'temporary'),
  };
}
