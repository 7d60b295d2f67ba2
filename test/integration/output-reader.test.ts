import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { generalSignals } from '#shared/core/agent-output/interpret.ts';
import { createOutputReader } from '#main/reading/output-reader.ts';
import { evidenceOutput } from '#main/engine/tasks/evidence-output.ts';
import { AnsweringThread } from '#main/system/answering-thread.ts';
import { families } from '../helpers/scanners.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

const megabytes = 4 * 1024 ** 2;

/** How long this thread, which stands for the host's, was away at most while `work` went on. */
async function longestGap(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, 20);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(longest, performance.now() - last);
}

function threadOf(longestMs: number): AnsweringThread<string, string> {
  const file = new URL('../fixtures/threads/spinning.mjs', import.meta.url);
  const thread = new AnsweringThread<string, string>({
    name: 'test',
    file,
    limits: {},
    longestMs,
  });
  onTestFinished(async () => thread.dispose());
  return thread;
}

describe('a thread that answers', () => {
  it('is ended when it takes too long, and replaced for those who wait behind', async () => {
    const thread = threadOf(3_000);
    const asked = ['spin', 'one', 'two'].map(async (request) => thread.ask(request));
    expect(await Promise.all(asked)).toEqual([
      { ok: false, error: 'It took longer than 3 seconds.' },
      { ok: true, value: 'one' },
      { ok: true, value: 'two' },
    ]);
  });

  it('is waited for no longer when that is stopped', async () => {
    const thread = threadOf(60_000);
    const stop = new AbortController();
    const spinning = thread.ask('spin', stop.signal);
    setTimeout(() => stop.abort(), 100);
    expect(await spinning).toEqual({ ok: false, error: 'It was stopped.' });
    expect(await thread.ask('one', stop.signal)).toEqual({ ok: false, error: 'It was stopped.' });
    expect(await thread.ask('two')).toEqual({ ok: true, value: 'two' });
  });

  it('says why there is no answer when it fails or ends, and goes on with another', async () => {
    const thread = threadOf(60_000);
    expect(await thread.ask('throw')).toEqual({ ok: false, error: 'It broke.' });
    expect(await thread.ask('refuse')).toEqual({ ok: false, error: 'No.' });
    expect(await thread.ask('exit')).toMatchObject({ ok: false });
    expect(await thread.ask('one')).toEqual({ ok: true, value: 'one' });
    await thread.dispose();
    expect(await thread.ask('two')).toEqual({ ok: false, error: 'The app is closing.' });
  });
});

describe('long output', () => {
  it('of an agent leaves the host free while it is read, whatever it is', async () => {
    const test = await testWorkspace();
    const reader = createOutputReader();
    onTestFinished(async () => reader.dispose());
    const end = {
      format: 'claude' as const,
      signals: generalSignals,
      exitCode: 1,
      reportFile: null,
      exitCodeReports: false,
      now: 0,
      timeZone: 'UTC',
    };
    const gap = await longestGap(async () => {
      for (const [family, make] of families) {
        writeFileSync(join(test.folder, 'transcript'), make(megabytes));
        const read = await reader.readAttempt({ folder: test.folder, name: 'transcript' }, end);
        expect(read.ok, family).toBe(true);
      }
    });
    // Making and writing the text takes this thread some of it.
    expect(gap).toBeLessThan(2_000);
  }, 300_000);

  it('of an attempt and of its check are read beside the host, up to their ends', async () => {
    const line = `node -e 'const b = "\\u001b]\\t".repeat(350000) + " ".repeat(1e6) + "\\r".repeat(1e6); process.stdout.write(b + "\\n")'`;
    const report = `printf '%s\\n' '{"s":"s","sum":"do it"}'`;
    const test = await testWorkspace({
      config: {
        agents: { default: 'mine', custom: { mine: { command: ['sh', '{worktree}/agent.sh'] } } },
      },
      files: {
        'agent.sh': `${line}\necho x > x.txt\n${report}\n`,
        'check.sh': `${line}\necho checked\n`,
      },
    });
    test.task('t1', { verify: ['sh check.sh'] });
    const gap = await longestGap(async () => {
      const run = await test.run({ kind: 'all' });
      expect(run.outcome).toBe('completed');
    });
    expect(test.attempts('t1')[0]?.report).toMatchObject({ status: 'success', summary: 'do it' });
    expect(gap).toBeLessThan(2_000);
    const [evidence] = test.evidence('t1');
    const shown = await longestGap(async () => {
      const output = await evidenceOutput(test.workspace, evidence!.id);
      expect(output.ok && output.value.text.endsWith('checked\n')).toBe(true);
    });
    expect(shown).toBeLessThan(2_000);
  }, 120_000);

  it('that cannot be read is told, and the report file counts all the same', async () => {
    const noise = 'head -c 100000 /dev/zero | tr "\\0" x\n';
    // Its transcript is gone, and a pipe stands in its place.
    const spoil = 'T="$(dirname "$SWITCHYARD_REPORT")/../transcripts/$SWITCHYARD_ATTEMPT_ID.log"\n';
    const agent = `${noise}${spoil}ls "$T" >&2 && rm "$T" && mkfifo "$T"\n`;
    const test = await testWorkspace({
      config: {
        agents: { default: 'mine', custom: { mine: { command: ['sh', '{worktree}/agent.sh'] } } },
      },
      files: { 'agent.sh': `${agent}[ "$SWITCHYARD_TASK" = t1 ] && exit 3\necho x > x.txt\n` },
    });
    test.task('t1');
    test.task('t2');
    await test.run({ kind: 'all' }, { redispatchLimit: 0 });
    expect(test.get('t1').blockedReason).toContain(
      'The agent ended with exit code 3 and no report: Its output was not read.',
    );
    expect(test.get('t2').status).toBe('closed');
    expect(test.attempts('t2')[0]?.report?.message).toContain('Its output was not read.');
  });
});
