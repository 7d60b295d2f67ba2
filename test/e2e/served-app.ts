import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installFakeAgents } from '../fixtures/agents/install.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const commandFile = join(projectRoot, 'out/main/cli.js');

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

/** A repository and the built program that serves it, in a folder of their own. */
export interface ServedApp {
  readonly folder: string;
  readonly root: string;
  /** Address with a fresh one-time token. */
  readonly url: string;
  readonly port: number;
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
  /** Ends the host's process without a word. */
  killHost(): Promise<void>;
  /** Starts the host again on the same port. */
  startHost(): Promise<void>;
  dispose(): Promise<void>;
}

export interface ServedAppOptions {
  /** Name of the repository's folder, which is the workspace's name. */
  readonly name?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Serve no workspace: the page begins with Welcome. */
  readonly nowhere?: boolean;
}

const baseConfig = { version: 1, commands: { test: 'true' }, agents: { default: 'script' } };

/** Makes a repository with one commit and serves it with the built program. */
export async function serveApp(options: ServedAppOptions = {}): Promise<ServedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-e2e-'));
  const root = join(folder, options.name ?? 'repository');
  const environment = { ...(await surroundings(folder)), ...options.environment };
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, env: environment, encoding: 'utf8' }).trimEnd();
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

  const port = await freePort();
  let host: ChildProcess | null = null;
  let url = '';
  const cli = (...args: string[]): string =>
    execFileSync(process.execPath, [commandFile, ...args], {
      cwd: root,
      env: environment,
      encoding: 'utf8',
    });
  const startHost = async (): Promise<void> => {
    const place = options.nowhere === true ? [] : [root];
    const args = [commandFile, 'serve', ...place, '--port', String(port)];
    host = spawn(process.execPath, args, {
      cwd: options.nowhere === true ? folder : root,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await printedAddress(host);
  };
  const killHost = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
    const dying = host;
    host = null;
    if (dying === null || dying.exitCode !== null || dying.signalCode !== null) return;
    const closed = new Promise((resolve) => dying.once('close', resolve));
    dying.kill(signal);
    await closed;
  };
  await startHost();
  return {
    folder,
    root,
    port,
    git,
    write,
    cli,
    startHost,
    killHost: () => killHost(),
    get url() {
      return url;
    },
    sign: (name) => join(folder, name),
    makeSign: (name) => writeFileSync(join(folder, name), ''),
    until: (name) => `until [ -e '${join(folder, name)}' ]; do sleep 0.05; done`,
    addTasks(tasks, epicTitle = 'The epic') {
      const file = join(folder, 'tasks.json');
      const epics = [...new Set(tasks.map((task) => task.epic ?? 'e'))];
      const items = {
        switchyard: 1,
        epics: epics.map((id) => ({ id, title: id === 'e' ? epicTitle : `Epic ${id}` })),
        tasks: tasks.map((task) => ({
          epic: 'e',
          title: `Do ${task.id}`,
          script: `echo ${task.id} > ${task.id}.txt`,
          ...task,
        })),
      };
      writeFileSync(file, JSON.stringify(items));
      cli('import', file);
    },
    async dispose() {
      // The second signal stops what still runs; two of a kind may arrive as one.
      host?.kill('SIGINT');
      await killHost('SIGTERM');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

/** Home with an identity for git, fake agents, data folder. */
async function surroundings(folder: string): Promise<Record<string, string>> {
  const home = join(folder, 'home');
  mkdirSync(home);
  const identity = '[user]\n\tname = Test\n\temail = test@example.invalid\n';
  writeFileSync(join(home, '.gitconfig'), `${identity}[init]\n\tdefaultBranch = main\n`);
  return {
    PATH: await installFakeAgents(join(folder, 'bin')),
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    LANG: 'C.UTF-8',
    SWITCHYARD_HOME: join(folder, 'data'),
    SIGNS: folder,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a listening TCP server has one
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function printedAddress(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    host.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const found = /http:\/\/\S+\?token=\S+/.exec(printed);
      if (found !== null) resolve(found[0]);
    });
    host.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${printed}`)));
  });
}
