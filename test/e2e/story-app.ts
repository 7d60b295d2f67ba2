import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeHome } from '../helpers/home.ts';
import { gitText } from '../helpers/raw-git.ts';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
/** The built command line. */
export const commandFile = join(projectRoot, 'out/main/cli.js');

/** A task as the JSON import takes it. */
export interface StoryTask {
  readonly id: string;
  readonly title?: string;
  readonly epic?: string;
  readonly dependencies?: readonly string[];
  readonly labels?: readonly string[];
  readonly description?: string;
  readonly script?: string;
  readonly acceptance_criteria?: readonly string[];
  readonly verify?: readonly string[];
}

/** What a story is about, whichever host shows it: a repository, a home, a data folder, the built program. */
export interface StoryApp {
  /** Folder of everything: the repository, the home, what the story puts there. */
  readonly folder: string;
  readonly root: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  git(...args: string[]): string;
  /** Writes a file of the user's checkout. */
  write(path: string, text: string): void;
  /** A file beside the repository, for scripts to leave signs in or to wait for. */
  sign(name: string): string;
  makeSign(name: string): void;
  /** A shell command for scripts that waits for a sign. */
  until(name: string): string;
  /** Runs the command line in the repository to its end. */
  cli(...args: string[]): string;
  /** Imports an epic `e` with these tasks. */
  addTasks(tasks: readonly StoryTask[], epicTitle?: string): void;
  /** Deletes the folder. */
  dispose(): void;
}

export interface StoryAppOptions {
  /** Name of the repository's folder, which is the workspace's name. */
  readonly name?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Begin with no workspace: the page shows Welcome. */
  readonly nowhere?: boolean;
  /** The person has no rule that trusts the story's folder: as for a repository that was just cloned. */
  readonly untrusted?: boolean;
}

const baseConfig = { version: 1, commands: { test: 'true' }, agents: { default: 'script' } };

/** Makes a repository with one commit, and all that surrounds it, in a folder of its own. */
export async function makeStoryApp(options: StoryAppOptions = {}): Promise<StoryApp> {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-e2e-'));
  const dispose = (): void =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  try {
    return { ...(await fill(folder, options)), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function fill(folder: string, options: StoryAppOptions): Promise<Omit<StoryApp, 'dispose'>> {
  const root = join(folder, options.name ?? 'repository');
  const home = join(folder, 'home');
  const environment = {
    ...(await makeHome(folder, { trusted: options.untrusted !== true })),
    ...options.environment,
  };
  const git = (...args: string[]): string =>
    gitText(args, { cwd: root, env: environment }).trimEnd();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  mkdirSync(root);
  git('init', '--quiet');
  const config = { ...baseConfig, ...options.config };
  write('.switchyard/project.yaml', `${JSON.stringify(config, null, 2)}\n`);
  const files = { 'README.md': '# Story\n', ...options.files };
  for (const [path, text] of Object.entries(files)) write(path, text);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Start');
  const cli = (...args: string[]): string =>
    execFileSync(process.execPath, [commandFile, ...args], {
      cwd: root,
      env: environment,
      encoding: 'utf8',
    });
  return {
    folder,
    root,
    home,
    environment,
    git,
    write,
    cli,
    sign: (name) => join(folder, name),
    makeSign: (name) => writeFileSync(join(folder, name), ''),
    until: (name) => `until [ -e '${join(folder, name)}' ]; do sleep 0.05; done`,
    addTasks(tasks, epicTitle = 'The epic') {
      const file = join(folder, 'tasks.json');
      writeFileSync(file, JSON.stringify(itemsOf(tasks, epicTitle)));
      cli('import', file);
    },
  };
}

/** The tasks and their epics as the JSON import takes them. */
function itemsOf(tasks: readonly StoryTask[], epicTitle: string) {
  const epics = [...new Set(tasks.map((task) => task.epic ?? 'e'))];
  return {
    switchyard: 1,
    epics: epics.map((id) => ({ id, title: id === 'e' ? epicTitle : `Epic ${id}` })),
    tasks: tasks.map((task) => ({
      epic: 'e',
      title: `Do ${task.id}`,
      script: `echo ${task.id} > ${task.id}.txt`,
      ...task,
    })),
  };
}
