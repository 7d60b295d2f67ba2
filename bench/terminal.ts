import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Bench, Figures } from './lib/bench.ts';
import { percentile, round } from './lib/statistics.ts';
import { memoryOf, startBenchHost, watchPeak } from './terminal/bench-host.ts';
import { buildPage, openPage } from './terminal/bench-page.ts';
import { makePrograms, sampleText } from './terminal/programs.ts';
import type { Programs } from './terminal/programs.ts';
import { readBare, runUnwatched, runViewed } from './terminal/scenarios.ts';

const agents = 12;
const parsedMegabytes = 60;

function report(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function measure(folder: string, programs: Programs): Promise<Figures> {
  const pageFolder = join(folder, 'page');
  await buildPage(pageFolder);
  report('reading with bare node-pty');
  const bareFlood = await readBare(programs.flood, 1);
  const bareMany = await readBare(programs.steady, agents);
  const host = await startBenchHost(pageFolder, folder);
  const { page, browser, processIds } = await openPage(host.url);
  try {
    report('parsing with xterm alone');
    const text = sampleText(64_000);
    const parsed = await page.evaluate(
      async (input) => terminalBench.parse(input.text, input.megabytes),
      {
        text,
        megabytes: parsedMegabytes,
      },
    );
    const hostPeak = watchPeak(async () => memoryOf(host.processId));
    const pagePeak = watchPeak(async () =>
      Math.max(...(await Promise.all(processIds.map(memoryOf)))),
    );
    report('one agent that floods, not viewed');
    const unwatchedRate = await runUnwatched(host, programs.flood);
    report('one agent that floods, viewed');
    const flood = await runViewed(host, page, [{ attemptId: 'flood', program: programs.flood }]);
    report(`${agents} agents at 1 MB/s each, viewed`);
    const names = Array.from({ length: agents }, (_, agent) => `steady-${agent}`);
    const many = await runViewed(
      host,
      page,
      names.map((attemptId) => ({ attemptId, program: programs.steady })),
    );
    const floodRate = flood.bytesPerSecond;
    const manyRate = many.bytesPerSecond;
    return {
      bareMbPerSecond: round(bareFlood / 1e6),
      xtermMbPerSecond: round(parsed / 1e6),
      floodMbPerSecond: round(floodRate / 1e6),
      unwatchedMbPerSecond: round(unwatchedRate / 1e6),
      floodRatio: round(floodRate / bareFlood, 2),
      // What watching costs an agent: the rest of the difference is the transcript's.
      floodOfUnwatchedRatio: round(floodRate / unwatchedRate, 2),
      // From a program's end until the page shows the exact screen.
      floodShownSeconds: round(flood.shownSeconds - flood.seconds),
      bareManyMbPerSecond: round(bareMany / 1e6),
      manyMbPerSecond: round(manyRate / 1e6),
      manyRatio: round(manyRate / bareMany, 2),
      manyShownSeconds: round(many.shownSeconds - many.seconds),
      echoes: flood.echoes.length + many.echoes.length,
      floodEchoP50Ms: round(percentile(flood.echoes, 50)),
      floodEchoP95Ms: round(percentile(flood.echoes, 95)),
      manyEchoP95Ms: round(percentile(many.echoes, 95)),
      echoP95Ms: round(percentile([...flood.echoes, ...many.echoes], 95)),
      hostMemoryMb: round(hostPeak.stop()),
      pageMemoryMb: round(pagePeak.stop()),
    };
  } finally {
    await browser.close();
    await host.end();
  }
}

async function run(args: readonly string[]): Promise<Figures> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      megabytes: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '10' },
    },
  });
  const floodBytes = Number(values.megabytes) * 1e6;
  const steadyBytes = Number(values.seconds) * 1e6;
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-bench-terminal-'));
  try {
    return await measure(folder, await makePrograms(folder, { floodBytes, steadyBytes }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const bench: Bench = {
  help: 'terminals in a real browser: throughput, echo and memory [--megabytes N] [--seconds N]',
  run,
};
