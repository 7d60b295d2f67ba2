import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findKeeper } from '#main/system/keeper.ts';
import type { StartedProgram } from './program-starter.ts';
import { SmallStarter } from './small-starter.ts';

const keeper = findKeeper(join(import.meta.dirname, '../../../../resources'))?.program ?? null;

interface Bench {
  readonly starter: SmallStarter;
  /** How many deaths it spoke of, each time. */
  readonly deaths: number[];
  /** Starts a script of the shell; `output` is what it has printed so far. */
  readonly shell: (script: string) => { readonly program: StartedProgram; output: () => string };
  /** The process that starts programs now. */
  readonly parent: () => Promise<number>;
}

/** A starter of the test's own, which ends with it. */
function bench(program: string | null): Bench {
  const deaths: number[] = [];
  const starter = new SmallStarter(
    () => program,
    (count) => void deaths.push(count),
  );
  onTestFinished(async () => starter.close());
  const shell: Bench['shell'] = (script) => {
    let text = '';
    const started = starter.start({
      program: 'sh',
      arguments: ['-c', script],
      folder: tmpdir(),
      environment: { PATH: process.env['PATH'] ?? '' },
      output: (bytes) => (text += bytes.toString()),
      errors: () => {},
    });
    return { program: started, output: () => text };
  };
  const parent = async (): Promise<number> => {
    const { program: asked, output } = shell('echo $PPID');
    await asked.closed;
    return Number(output());
  };
  return { starter, deaths, shell, parent };
}

describe('what starts programs in place of this process', () => {
  it.each([
    ['it was not built for this system', null, []],
    ['it is not there', join(tmpdir(), 'switchyard-nowhere'), []],
  ] as const)('is this process itself where %s', async (_, program, lost) => {
    const { deaths, parent } = bench(program);
    expect([await parent(), await parent()]).toEqual([process.pid, process.pid]);
    expect(deaths).toEqual(lost);
  });

  it('is this process itself once the small one has shown that it cannot do it', async () => {
    const { deaths, shell, parent } = bench('/bin/false');
    expect(await shell('echo one').program.closed).toMatchObject({ kind: 'lost', often: false });
    expect(await parent()).toBe(process.pid);
    expect(deaths).toEqual([1]);
  });
});

// Without a keeper for this system there is no small process.
describe.runIf(keeper !== null)('the small process that starts programs', () => {
  it('is one and the same for all of them', async () => {
    const { parent } = bench(keeper);
    const all = await Promise.all([parent(), parent(), parent()]);
    expect(new Set(all).size).toBe(1);
    expect(all).not.toContain(process.pid);
  });

  it('is replaced when it dies; what was under way says that it was lost, and with whom', async () => {
    const { deaths, shell, parent } = bench(keeper);
    const first = await parent();
    const programs = [shell('read line'), shell('read line')];
    process.kill(first, 'SIGKILL');
    const ends = await Promise.all(programs.map(async ({ program }) => program.closed));
    const lost = { kind: 'lost', starter: first, often: false };
    expect(ends).toEqual([lost, lost]);
    expect(await programs[0]?.program.exited).toEqual(lost);
    for (const { program } of programs) {
      program.write('too late');
      program.kill();
      program.forget();
    }
    const second = await parent();
    expect([first, process.pid]).not.toContain(second);
    expect(deaths).toEqual([1]);
  });

  it('is done without after it has died three times within a minute', async () => {
    const { deaths, shell, parent } = bench(keeper);
    const often: boolean[] = [];
    for (let death = 1; death <= 3; death += 1) {
      const pid = await parent();
      const { program } = shell('read line');
      process.kill(pid, 'SIGKILL');
      const end = await program.closed;
      if (end.kind === 'lost') often.push(end.often);
    }
    expect([deaths, often]).toEqual([
      [1, 2, 3],
      [false, false, true],
    ]);
    expect(await parent()).toBe(process.pid);
  });

  it('is ended when it has been stopped, since it does nothing any more', async () => {
    const { deaths, shell, parent } = bench(keeper);
    const pid = await parent();
    process.kill(pid, 'SIGSTOP');
    const end = await shell('echo never').program.closed;
    expect(end).toEqual({ kind: 'lost', starter: pid, often: false });
    expect(deaths).toEqual([1]);
  });

  it('leaves what it has started at work when it is closed, and nobody counts that as a death', async () => {
    const { starter, deaths, shell, parent } = bench(keeper);
    const { program, output } = shell('echo $$; exec sleep 60');
    await expect.poll(output, { interval: 5 }).toMatch(/^\d+\n$/);
    const pid = Number(output());
    onTestFinished(() => void process.kill(pid, 'SIGKILL'));
    await starter.close();
    expect(await program.closed).toMatchObject({ kind: 'lost', often: false });
    expect(process.kill(pid, 0)).toBe(true);
    expect(await parent()).toBe(process.pid);
    expect(deaths).toEqual([]);
  });

  it('is not needed for a word with a zero byte, which no program can get', async () => {
    const { program } = bench(keeper).shell('echo a\0b');
    expect(await program.closed).toMatchObject({ kind: 'failed', folderIsMissing: false });
  });
});
