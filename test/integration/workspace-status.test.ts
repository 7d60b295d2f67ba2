import { readFileSync, utimesSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { changedFiles } from '#main/engine/tasks/review-work.ts';
import { createHost } from '#main/engine/host/host.ts';
import type { Host } from '#main/engine/host/host.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';
import { lastSignOf } from '#main/engine/runs/last-sign.ts';
import { answerQuestion } from '#main/engine/tasks/answer-question.ts';
import { ok } from '#shared/lib/result.ts';
import { resumeRun, startRun } from '#main/engine/runs/run-control.ts';
import { nextOf, valueOf } from '../helpers/serving.ts';
import { surroundings, testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';
import { transcriptFile } from '#main/workspace/attempt-files.ts';

async function hosted(
  test: TestWorkspace,
  logger: Partial<Logger> = {},
): Promise<{ host: Host; open: OpenWorkspace }> {
  const parts = { ...surroundings(test.environment), logger: { ...silentLogger, ...logger } };
  const host = await createHost(parts, {
    kind: 'serve',
    version: '0.0.0-test',
    startFolder: test.root,
    pickFolder: null,
  });
  onTestFinished(async () => host.dispose());
  return { host, open: host.openWorkspaces[0]! };
}

/** Reads on until a status is as wanted; the time limit of the test ends a wait in vain. */
async function until(
  stream: AsyncIterator<WorkspaceStatus, unknown, void>,
  wanted: (status: WorkspaceStatus) => boolean,
): Promise<WorkspaceStatus> {
  for (;;) {
    const status = await nextOf(stream);
    if (wanted(status)) return status;
  }
}

/** Starts a run in the host, as its procedures do. */
async function startIn(open: OpenWorkspace): Promise<void> {
  const started = await startRun(open.workspace, { kind: 'all' });
  if (!started.ok) throw new Error(started.error[0]?.message);
  open.adopt(started.value);
}

describe('the status of a workspace', () => {
  it('tells the checkout, and follows it', async () => {
    const test = await testWorkspace();
    const { open } = await hosted(test);
    const stream = open.status.watch();
    const first = await nextOf(stream);
    expect(first).toEqual({
      checkout: { branch: 'main', commit: test.git('rev-parse', 'HEAD') },
      epics: [],
      run: null,
      unsafe: [],
      questions: [],
      foreignChanges: [],
      lastLines: {},
      work: {},
      agents: expect.any(Object),
      beginning: null,
      limits: [],
      checks: {},
      configProblems: [],
      configRevision: expect.any(String),
      missing: null,
      trust: { state: 'trusted', digest: expect.any(String) },
    });
    test.git('checkout', '--quiet', '-b', 'feature/x');
    test.git('commit', '--quiet', '--allow-empty', '--message', 'More');
    const commit = test.git('rev-parse', 'HEAD');
    const moved = await until(stream, ({ checkout }) => checkout.commit === commit);
    expect(moved.checkout.branch).toBe('feature/x');
    test.git('checkout', '--quiet', '--detach');
    await until(stream, ({ checkout }) => checkout.branch === null);
    await stream.return();
  });

  it('tells what is wrong with the config, whoever writes it, until it is mended', async () => {
    const test = await testWorkspace();
    const { open } = await hosted(test);
    const stream = open.status.watch();
    expect((await nextOf(stream)).configProblems).toEqual([]);
    test.write('.switchyard/project.yaml', 'agents: { default: script }\ncolour: blue\n');
    const wrong = await until(stream, ({ configProblems }) => configProblems.length > 0);
    expect(wrong.configProblems).toMatchObject([
      { code: 'config-unknown-key', place: { line: 2 } },
    ]);
    test.write('.switchyard/project.yaml', 'agents: { default: script }\n');
    await until(stream, ({ configProblems }) => configProblems.length === 0);
    await stream.return();
  });

  it('tells that the repository was moved, logs it once, and goes on when it is back', async () => {
    const test = await testWorkspace({ config: { workflow: { max_parallel_tasks: 2 } } });
    const warnings: string[] = [];
    const { open } = await hosted(test, { warn: (text) => warnings.push(text) });
    const stream = open.status.watch();
    const before = await nextOf(stream);
    test.rename('repository', 'elsewhere');
    const { missing, ...others } = await until(stream, (status) => status.missing !== null);
    expect(missing).toMatchObject({
      code: 'repository-missing',
      message: expect.stringContaining(test.root),
    });
    expect({ ...others, missing: null }).toEqual(before);
    // Several looks at the branches later; what was read of the config last applies.
    await delay(5_000);
    expect(open.workspace.config.workflow.max_parallel_tasks).toBe(2);
    test.rename('elsewhere', 'repository');
    test.git('checkout', '--quiet', '-b', 'feature/back');
    const back = await until(stream, ({ checkout }) => checkout.branch === 'feature/back');
    expect(back.missing).toBeNull();
    expect(warnings).toEqual([missing?.message]);
  });

  it('tells what runs here: its last line without secrets, what it has changed so far, what waits, what is not safe', async () => {
    const test = await testWorkspace();
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const script = `echo one > b.txt; echo "token ${secret}"; printf 'Overwrite a.txt? [y/N] '; read answer; echo "$answer" > a.txt`;
    test.task('e.1', { script });
    const { open } = await hosted(test);
    await startIn(open);
    const { run, agents } = open.drivenRun!;
    const stream = open.status.watch();
    const hasWork = ({ work }: WorkspaceStatus): boolean =>
      Object.values(work).some(({ files }) => files > 0);
    const waits = await until(stream, (status) => status.questions.length > 0 && hasWork(status));
    const [attempt] = test.attempts('e.1');
    expect(waits).toMatchObject({
      run: { id: run.id, alive: true, here: true },
      questions: [{ attemptId: attempt?.id, text: 'Overwrite a.txt? [y/N]' }],
      unsafe: [{ taskId: 'e.1' }],
    });
    expect(waits.lastLines[attempt?.id ?? '']).toBe('Overwrite a.txt? [y/N]');
    expect(JSON.stringify(waits)).not.toContain(secret);
    const work = waits.work[attempt?.id ?? ''];
    expect(work).toMatchObject({
      base: attempt?.baseCommit,
      files: 1,
      additions: 1,
      deletions: 0,
    });
    const { base = '', tree: to = '' } = work ?? {};
    expect(await changedFiles(open.workspace, { from: base, to })).toMatchObject({
      value: [{ path: 'b.txt', kind: 'added' }],
    });
    expect(agents.has(attempt?.id ?? '')).toBe(true);
    const asked = { attemptId: attempt?.id ?? '', question: 'Overwrite a.txt? [y/N]', answer: 'y' };
    // An answer never reaches another question than the one that was shown.
    expect(answerQuestion(open, { ...asked, question: 'Delete it?' })).toMatchObject({
      ok: false,
      error: { code: 'question-over' },
    });
    expect(answerQuestion(open, asked)).toEqual(ok(undefined));
    // Branches are looked at less often than the records.
    const after = await until(stream, ({ run, epics }) => run === null && epics[0]?.ahead === 1);
    expect(after).toMatchObject({ unsafe: [], questions: [], lastLines: {} });
    expect(after.epics).toMatchObject([{ id: 'e', branch: 'epic/e' }]);
    await stream.return();
  });
});

describe('the last sign of life of a run', () => {
  it('is what its agents printed last, when no record is newer', async () => {
    const test = await testWorkspace();
    test.task('e.1', { script: 'echo one; echo started > "$SIGNS/s"; sleep 60' });
    const { open } = await hosted(test);
    await startIn(open);
    await expect.poll(() => test.readSign('s'), { timeout: 20_000 }).toBe('started\n');
    const { run } = open.drivenRun!;
    const [attempt] = test.attempts('e.1');
    const file = transcriptFile(open.workspace, attempt?.id ?? '');
    // What it has printed may be written later than the sign, and would be a newer one.
    await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 20_000 }).toContain('one');
    const past = new Date('2001-01-01T00:00:00.000Z');
    utimesSync(file, past, past);
    expect(await lastSignOf(open.workspace, run)).toBe(attempt?.startedAt);
    const future = new Date('2101-01-01T00:00:00.000Z');
    utimesSync(file, future, future);
    expect(await lastSignOf(open.workspace, run)).toBe(future.toISOString());
  });
});

describe('a host that closes during a run', () => {
  it('keeps the work, and another process goes on with the run', async () => {
    const test = await testWorkspace();
    test.task('e.1', { script: 'echo half > half.txt; echo started > "$SIGNS/s"; sleep 60' });
    const { host, open } = await hosted(test);
    await startIn(open);
    await expect.poll(() => test.readSign('s'), { timeout: 20_000 }).toBe('started\n');
    await host.dispose();
    const [run] = test.workspace.store.all('runs');
    expect(run?.status).toBe('interrupted');
    expect(test.notices('run_interrupted')).toEqual([
      'Run interrupted: Switchyard was closed. Its work is kept; resume it from Runs.',
    ]);
    expect(test.notices('run_failed')).toEqual([]);
    expect(test.attempts('e.1')[0]).toMatchObject({ outcome: 'interrupted', interrupted: true });
    expect(test.fileAt('agent/e.1', 'half.txt')).toBe('half');
    const again = await hosted(test);
    const stream = again.open.status.watch();
    expect((await nextOf(stream)).run).toMatchObject({
      id: run?.id,
      alive: false,
      here: false,
      lastSignAt: test.attempts('e.1')[0]?.endedAt,
    });
    await stream.return();
    const id = open.id;
    expect(valueOf(await again.host.workspace(id)).drivenRun).toBeNull();
    const resumed = await resumeRun(again.open.workspace);
    if (!resumed.ok) throw new Error(resumed.error.message);
    again.open.adopt(resumed.value);
    expect(again.open.drivenRun?.run.id).toBe(run?.id);
  });
});
