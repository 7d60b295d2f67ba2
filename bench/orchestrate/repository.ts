import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { spreadFolders } from './spread-folders.ts';

const folders = 100;

/** A folder of the bench's own, and the environment that everything in it is started with. */
export interface Site {
  readonly folder: string;
  /** Nothing of the user's git configuration, editor or npm is in it. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The site's environment: programs are found as usual, but git has only what is written here. */
export async function prepareSite(folder: string): Promise<Site> {
  await spreadFolders(folder);
  const home = join(folder, 'home');
  await mkdir(home);
  await writeFile(
    join(home, '.gitconfig'),
    '[user]\n\tname = Bench\n\temail = bench@example.invalid\n[init]\n\tdefaultBranch = main\n',
  );
  const path = process.env['PATH'] ?? ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
  const environment = {
    PATH: path,
    HOME: home,
    TMPDIR: folder,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
  };
  return { folder, environment };
}

/** Runs git in `folder` and returns what it prints, without the last line break. */
export async function git(site: Site, folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, {
    cwd: folder,
    env: site.environment,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.replace(/\n$/, '');
}

/**
 * Makes a repository of `count` small source files in a hundred folders, in one commit and one pack, and
 * returns the paths of its files.
 */
export async function generateRepository(
  site: Site,
  folder: string,
  count: number,
): Promise<readonly string[]> {
  const paths = Array.from({ length: count }, (_, number) => {
    const module = String(number % folders).padStart(2, '0');
    return `src/module-${module}/part-${String(Math.floor(number / folders)).padStart(3, '0')}.ts`;
  });
  await mkdir(folder);
  for (const path of paths.slice(0, folders)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
  }
  for (const [number, path] of paths.entries()) {
    await writeFile(join(folder, path), sourceText(number));
  }
  await git(site, folder, 'init', '--quiet');
  await git(site, folder, 'add', '--all');
  await git(site, folder, 'commit', '--quiet', '--message', 'Generated sources');
  await git(site, folder, 'repack', '-a', '-d', '--quiet');
  return paths;
}

/** Between some 200 bytes and 4 KB, no two alike. */
function sourceText(number: number): string {
  const functions = 1 + ((number * 7919) % 23);
  const lines = Array.from(
    { length: functions },
    (_, index) =>
      `/** Adds ${index} to a value, scaled by the number of its file. */\n` +
      `export function add${number}x${index}(value: number): number {\n` +
      `  return value * ${number + 1} + ${index};\n}\n`,
  );
  return lines.join('\n');
}

/** A fresh copy of the generated repository, with a checkout whose index is settled. */
export async function copyRepository(site: Site, source: string, folder: string): Promise<void> {
  await git(site, site.folder, 'clone', '--quiet', '--no-hardlinks', source, folder);
  // As in a repository of the user's own: nothing to fetch from.
  await git(site, folder, 'remote', 'remove', 'origin');
}
