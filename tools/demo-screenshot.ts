/**
 * Makes docs/images/demo.png: runs the demo in a real terminal, takes what the terminal shows in the
 * middle of the run, and lets Chromium draw it. After `npm ci`, on Linux with `tmux`, `chromium` and
 * the font JetBrains Mono: `npx node tools/demo-screenshot.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const project = join(import.meta.dirname, '..');
const image = join(project, 'docs', 'images', 'demo.png');
const columns = 92;
const rows = 28;
/** Sizes in CSS pixels; each is drawn as two by two. */
const width = 900;
const lineHeight = 23;
const heightOfRest = 101;
const patienceMs = 120_000;
const lookMs = 40;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The middle of the run: half of it is done, three tasks are under way, and an agent says something. */
function isMiddle(screen: string): boolean {
  const underWay = screen.match(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] .*$/gmu) ?? [];
  const speaks = underWay.some((line) => / · running \d+s · ./u.test(line));
  return /^█+░+ [5-7]\/10$/mu.test(screen) && underWay.length === 3 && speaks;
}

/** Runs the demo in tmux and resolves to the first screen of its middle. */
async function capture(folder: string): Promise<string> {
  // Nothing of npm's own variables, with which this program was started, nor of the user's settings.
  const environment = {
    PATH: process.env['PATH'],
    HOME: folder,
    TMPDIR: folder,
    SWITCHYARD_HOME: join(folder, 'data'),
    LC_ALL: 'C.UTF-8',
    PS1: '$ ',
  };
  const tmux = (...args: readonly string[]): string =>
    execFileSync('tmux', ['-L', 'switchyard-demo', '-f', '/dev/null', '-u', ...args], {
      cwd: project,
      env: environment,
      encoding: 'utf8',
    });
  const waitFor = async (isWanted: (screen: string) => boolean): Promise<string> => {
    for (let waited = 0; waited < patienceMs; waited += lookMs) {
      const screen = tmux('capture-pane', '-p');
      if (isWanted(screen)) return screen.trimEnd();
      await sleep(lookMs);
    }
    throw new Error('The demo did not show what was waited for.');
  };
  const size = ['-x', String(columns), '-y', String(rows)];
  tmux('new-session', '-d', ...size, 'bash', '--norc', '--noprofile');
  try {
    tmux('send-keys', 'npm run demo', 'Enter');
    const middle = await waitFor(isMiddle);
    await waitFor((screen) => screen.includes('Look around'));
    return middle;
  } finally {
    tmux('kill-server');
  }
}

/** A terminal window that shows `screen`, as a page of exactly the picture's size. */
function page(screen: string): string {
  const text = screen.replaceAll(/[&<>]/g, (character) => escapes[character] ?? character);
  return `<!doctype html>
<meta charset="utf-8" />
<style>
  body { margin: 0; padding: 14px 14px 16px; background: transparent; }
  main { border-radius: 12px; overflow: hidden; background: #16181d; color: #d7dae0;
         box-shadow: 0 0 0 1px #2f343e, 0 3px 10px rgb(0 0 0 / 30%); }
  header { display: flex; align-items: center; height: 38px; padding: 0 14px; background: #21252b;
           font: 13px/1 'DejaVu Sans', sans-serif; color: #8b919d; }
  i { width: 12px; height: 12px; margin-right: 8px; border-radius: 50%; background: #4b515c; }
  b { flex: 1; margin-right: 60px; text-align: center; font-weight: normal; }
  pre { margin: 0; padding: 15px 20px 18px;
        font: 15px/${lineHeight}px 'JetBrains Mono', 'DejaVu Sans Mono', monospace;
        font-variant-ligatures: none; }
</style>
<main>
  <header><i></i><i></i><i></i><b>switchyard</b></header>
  <pre>${text}</pre>
</main>
`;
}

function draw(screen: string, folder: string): void {
  const file = join(folder, 'terminal.html');
  writeFileSync(file, page(screen));
  const height = heightOfRest + screen.split('\n').length * lineHeight;
  const options = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--hide-scrollbars',
    '--default-background-color=00000000',
    '--force-device-scale-factor=2',
    `--user-data-dir=${join(folder, 'profile')}`,
    `--window-size=${width},${height}`,
    `--screenshot=${image}`,
    pathToFileURL(file).href,
  ];
  execFileSync('chromium', options, { stdio: ['ignore', 'ignore', 'pipe'] });
}

const folder = mkdtempSync(join(tmpdir(), 'demo-'));
try {
  draw(await capture(folder), folder);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
