import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';
import { browserArguments, findBrowser } from '../test/helpers/browser.ts';
import { makeBacklog } from './board/backlog.ts';
import {
  describeDrags,
  heapMb,
  p95,
  scrollJank,
  timeDrags,
  timeToInteractive,
  waitForReplica,
} from './board/measure.ts';
import { pageProbes } from './board/page-probes.ts';
import { serveSite } from './board/serve.ts';
import { makeSite } from './board/site.ts';
import type { Bench, Figures } from './lib/bench.ts';
import { seededRandom } from './lib/random.ts';
import { median, round } from './lib/statistics.ts';

const reloads = 5;
const scrollMs = 5000;

/** Everything that is measured on a board of `tasks`, the names ending in the number of tasks. */
async function measureBoard(
  browser: Browser,
  tasks: number,
  drags: number,
  seed: number,
): Promise<Figures> {
  const say = (text: string): void => void process.stderr.write(`${tasks} tasks: ${text}\n`);
  say('making the workspace');
  const site = await makeSite(makeBacklog(tasks, seededRandom(seed)));
  const host = await serveSite(site);
  const { store, close } = await site.openStore();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(pageProbes);
    say('the first replication');
    const begun = performance.now();
    await page.goto(host.url);
    await waitForReplica(page, tasks);
    const firstMs = performance.now() - begun;
    say('warm starts');
    const starts: number[] = [];
    for (let made = 0; made < reloads; made += 1) {
      starts.push(await timeToInteractive(page));
      await waitForReplica(page, tasks);
    }
    say('drags');
    const times = await timeDrags(page, store, drags);
    say(describeDrags(times));
    say('scrolling');
    const jank = await scrollJank(page, 'done', scrollMs);
    const session = await context.newCDPSession(page);
    const figures = {
      firstReplicationMs: round(firstMs, 0),
      interactiveMs: round(median(starts), 0),
      interactiveMaxMs: round(Math.max(...starts), 0),
      dragVisibleP95Ms: p95(times, 'visibleMs'),
      dragStoredP95Ms: p95(times, 'storedMs'),
      jankPct: jank,
      heapMb: await heapMb(session),
    };
    return Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [`${name}${tasks}`, value]),
    );
  } finally {
    await context.close();
    await close();
    await host.end();
    await site.remove();
  }
}

export const bench: Bench = {
  help: 'the board in a real browser against a real host (--tasks 1000,10000 --drags --seed)',
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        tasks: { type: 'string', default: '1000,10000' },
        drags: { type: 'string', default: '24' },
        seed: { type: 'string', default: '1' },
      },
    });
    const browser = await chromium.launch({
      executablePath: findBrowser(),
      args: [...browserArguments],
    });
    try {
      let figures: Figures = {
        cpus: availableParallelism(),
        node: process.version,
        browser: browser.version(),
        drags: Number(values.drags),
      };
      for (const tasks of values.tasks.split(',').map(Number)) {
        const seed = Number(values.seed);
        figures = {
          ...figures,
          ...(await measureBoard(browser, tasks, Number(values.drags), seed)),
        };
      }
      return figures;
    } finally {
      await browser.close();
    }
  },
};
