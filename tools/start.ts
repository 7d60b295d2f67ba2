import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm start`: builds when the sources are newer than what is built, then opens the desktop window;
 * where there is no display or no Electron it says so and serves the app to the browser instead.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const passed = process.argv.slice(2);

/** What the build makes last of each of its parts. */
const built = ['out/main/index.js', 'out/main/cli.js', 'out/renderer/service-worker.js'];
const sources = ['src', 'package.json', 'electron.vite.config.ts', 'tools/page-worker.ts'];

function newest(path: string): number {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  const inside = readdirSync(path, { recursive: true, withFileTypes: true });
  return inside
    .filter((entry) => entry.isFile())
    .reduce(
      (date, entry) => Math.max(date, statSync(join(entry.parentPath, entry.name)).mtimeMs),
      0,
    );
}

function isStale(): boolean {
  const outputs = built.map((file) => join(root, file));
  if (!outputs.every((file) => existsSync(file))) return true;
  const oldest = Math.min(...outputs.map((file) => statSync(file).mtimeMs));
  return sources.some((path) => newest(join(root, path)) > oldest);
}

/** Runs one of our programs with Node, its output shown; resolves to its exit code. */
async function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { cwd: process.cwd(), stdio: 'inherit' });
  // The terminal gives Ctrl-C to both; the child decides when it is done.
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  const ignore = (): void => {};
  process.on('SIGINT', ignore).on('SIGTERM', pass);
  return new Promise((resolve) => {
    child.once('error', () => resolve(2));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Where Electron's program is, if it was downloaded; null when not. */
function electronProgram(folder: string): string | null {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist');
  const program = join(dist, readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : null;
}

/** The program of the desktop window, or why there is none. */
function findDesktop(): { readonly program: string } | { readonly missing: string } {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) {
    return { missing: 'There is no display' };
  }
  const folder = join(root, 'node_modules/electron');
  const known = electronProgram(folder);
  if (known !== null) return { program: known };
  if (!existsSync(folder)) return { missing: 'Electron is not installed' };
  process.stdout.write('Downloading Electron, once …\n');
  // Offline it fails by itself; a network that answers nothing must not delay the start for long.
  spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: 300_000 });
  const program = electronProgram(folder);
  return program === null ? { missing: 'Electron could not be downloaded' } : { program };
}

async function start(): Promise<number> {
  if (isStale()) {
    process.stdout.write('Building …\n');
    const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
    const build = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: 'inherit',
    });
    if (build.status !== 0) return build.status ?? 2;
  }
  const desktop = findDesktop();
  if ('program' in desktop) return run(desktop.program, [root, ...passed]);
  process.stdout.write(`${desktop.missing}: serving Switchyard to the browser instead.\n`);
  const commandLine = join(root, 'out/main/cli.js');
  // Welcome, as in the window: the folder that npm starts in is this program's own.
  const where = passed.length === 0 ? ['--welcome'] : passed;
  return run(process.execPath, [commandLine, 'serve', '--open', ...where]);
}

process.exitCode = await start();
