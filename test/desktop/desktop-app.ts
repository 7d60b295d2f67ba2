import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, test as base } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';

const projectRoot = dirname(dirname(import.meta.dirname));

/** The app, started on a folder and a data folder of its own that are gone when the story ends. */
export interface DesktopApp {
  /** A git repository with one commit. */
  readonly repository: string;
  /** Starts the app with these arguments; a second start while one runs ends by itself. */
  launch(...args: readonly string[]): Promise<ElectronApplication>;
  /** Runs the command line in the repository. */
  commandLine(...args: readonly string[]): string;
  /** Raw git in the repository. */
  git(...args: readonly string[]): string;
  /** Takes tasks over, each with a script for the built-in agent. */
  addTasks(scripts: Readonly<Record<string, string>>): void;
}

/** Environment without what would lead to the app or the git of the person who runs the stories. */
function environmentIn(folder: string): Record<string, string> {
  const { PATH = '', DISPLAY, WAYLAND_DISPLAY, XAUTHORITY, XDG_RUNTIME_DIR } = process.env;
  const display = { DISPLAY, WAYLAND_DISPLAY, XAUTHORITY, XDG_RUNTIME_DIR };
  const given = Object.entries(display).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(given),
    PATH,
    HOME: join(folder, 'home'),
    SWITCHYARD_HOME: join(folder, 'data'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

/** Makes the folder of a story. */
function prepare(folder: string): DesktopApp & { end(): Promise<void> } {
  const repository = join(folder, 'shop');
  const env = environmentIn(folder);
  const started: ElectronApplication[] = [];
  for (const made of ['home', 'shop']) mkdirSync(join(folder, made));
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: repository, env, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Story');
  git('config', 'user.email', 'story@example.com');
  writeFileSync(join(repository, 'readme.txt'), 'shop\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  const commandLine = (...args: readonly string[]): string => {
    const program = join(projectRoot, 'out/main/cli.js');
    return execFileSync(process.execPath, [program, ...args], {
      cwd: repository,
      env,
      encoding: 'utf8',
    });
  };
  return {
    repository,
    commandLine,
    git,
    async launch(...args) {
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const app = await _electron.launch({ args: [...sandbox, projectRoot, ...args], env });
      started.push(app);
      return app;
    },
    addTasks(scripts) {
      const tasks = Object.entries(scripts).map(([id, script]) => {
        return { id, title: `Do ${id}`, epic: 'e', labels: ['agent:script'], script };
      });
      const file = join(folder, 'tasks.json');
      writeFileSync(
        file,
        JSON.stringify({ switchyard: 1, epics: [{ id: 'e', title: 'E' }], tasks }),
      );
      commandLine('import', file);
    },
    async end() {
      for (const app of started) {
        // What the guard would ask, nobody is there to answer.
        await app.evaluate(({ app: electron }) => electron.exit(0)).catch(() => {});
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** The page of the app's window, loaded. */
export async function pageOf(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return page;
}

/** Answers the system's dialogs with these buttons, one after the other, and keeps what they asked. */
export async function answerDialogs(
  app: ElectronApplication,
  buttons: readonly number[],
): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ dialog }, presses) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const left = [...presses];
    dialog.showMessageBox = async (...given: readonly unknown[]) => {
      asked.push(JSON.stringify(given.at(-1)));
      return { response: left.shift() ?? -1, checkboxChecked: false };
    };
  }, buttons);
  return async () => app.evaluate((): readonly string[] => Reflect.get(globalThis, 'asked'));
}

export const test = base.extend<{ desktop: DesktopApp }>({
  // Playwright reads from the braces that this fixture needs no other.
  // oxlint-disable-next-line no-empty-pattern -- the tool asks for it
  desktop: async ({}, use) => {
    const story = prepare(mkdtempSync(join(tmpdir(), 'switchyard-desktop-')));
    await use(story);
    await story.end();
  },
});
export { expect } from '@playwright/test';
