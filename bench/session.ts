import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createOutputReader } from '#main/reading/output-reader.ts';
import type { Bench } from './lib/bench.ts';
import { median, round } from './lib/statistics.ts';

const events = 50_000;
const repeats = 5;
/** Entries that a page asks for. */
const count = 120;
const eventsPerSecond = 1_000;
const followSeconds = 3;

/** Two events in three belong to a tool, as in a real session. */
function eventOf(index: number): string {
  const id = `toolu_${Math.floor(index / 3)}`;
  const message =
    index % 3 === 0
      ? [{ type: 'text', text: `Step ${index}: I look at **src/file-${index}.ts** and go on.` }]
      : index % 3 === 1
        ? [{ type: 'tool_use', id, name: 'Bash', input: { command: `npm test -- file-${index}` } }]
        : [{ type: 'tool_result', tool_use_id: id, content: `ok ${index}\n`.repeat(12) }];
  const type = index % 3 === 2 ? 'user' : 'assistant';
  const content = { id: `msg_${index}`, role: type, content: message };
  return `${JSON.stringify({ type, message: content, session_id: 'a968' })}\r\n`;
}

function eventsFrom(first: number, number: number): string {
  return Array.from({ length: number }, (_, index) => eventOf(first + index)).join('');
}

export const bench: Bench = {
  help: 'open a session of 50,000 events, and follow one at 1,000 events/s',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'session-bench-'));
    const name = 'attempt.log';
    const request = {
      file: { folder, name },
      format: 'claude',
      folder: null,
      from: null,
      count,
      isOver: false,
    } as const;
    try {
      await writeFile(join(folder, name), eventsFrom(0, events));
      const times: number[] = [];
      const wholeTimes: number[] = [];
      for (let turn = 0; turn < repeats; turn += 1) {
        const reader = createOutputReader();
        const start = performance.now();
        const read = await reader.readSession(request, []);
        times.push(performance.now() - start);
        if (!read.ok || read.value.entries.length !== count) throw new Error('It was not read.');
        const whole = await reader.readSession(request, []);
        wholeTimes.push(performance.now() - start);
        if (!whole.ok || !whole.value.isWhole) throw new Error('It was not read as a whole.');
        await reader.dispose();
      }
      const reader = createOutputReader();
      await reader.readSession(request, []);
      await reader.readSession(request, []);
      const answers: number[] = [];
      let end = 0;
      for (let second = 0; second < followSeconds * 10; second += 1) {
        const more = eventsPerSecond / 10;
        await appendFile(join(folder, name), eventsFrom(events + second * more, more));
        const start = performance.now();
        const read = await reader.readSession(request, []);
        answers.push(performance.now() - start);
        if (read.ok) ({ end } = read.value);
        await delay(Math.max(0, 100 - (performance.now() - start)));
      }
      await reader.dispose();
      const sorted = answers.toSorted((a, b) => a - b);
      return {
        openMs: round(median(times)),
        wholeMs: round(median(wholeTimes)),
        followAnswerMs: round(median(answers)),
        followSlowestMs: round(sorted.at(-1) ?? 0),
        entries: end,
      };
    } finally {
      await rm(folder, { recursive: true });
    }
  },
};
