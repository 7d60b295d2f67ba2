import { describe, expect, it } from 'vitest';
import { closeAnswer, QuitGuard } from './quit-guard.ts';
import { quitQuestion } from './quit-question.ts';
import type { Question } from './quit-question.ts';
import type { ShellRun } from './shell-host.ts';

const run: ShellRun = { workspaceId: 'w', workspaceName: 'shop', runId: 'run-1', isPaused: false };

/** A desk with runs on it; `answers` are pressed one after the other. */
function desk(runs: readonly ShellRun[], answers: readonly number[] = []) {
  const log: string[] = [];
  const questions: Question[] = [];
  const left = [...answers];
  let active = runs;
  let becomeIdle = (): void => {};
  let isFinishing = false;
  const idle = new Promise<void>((resolve) => {
    becomeIdle = () => {
      active = [];
      resolve();
    };
  });
  const guard: QuitGuard = new QuitGuard({
    activeRuns: () => active,
    ask: async (question) => {
      questions.push(question);
      log.push('ask');
      return left.shift() ?? -1;
    },
    cancelRuns: async () => {
      log.push('cancel');
    },
    whenIdle: async () => {
      log.push('wait');
      return idle;
    },
    closeHost: async (atMost) => {
      log.push(atMost === 30_000 ? 'close' : `close in ${atMost}`);
    },
    quit: () => log.push(guard.requestQuit() ? 'quit' : 'quit refused'),
    changed: () => {
      isFinishing = guard.isFinishing;
    },
    report: (what) => log.push(what),
  });
  return { guard, log, questions, becomeIdle, told: () => isFinishing };
}

const settled = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('QuitGuard', () => {
  it('closes the host and quits when no run is active', async () => {
    const { guard, log } = desk([]);
    expect(guard.requestQuit()).toBe(false);
    await settled();
    expect(log).toEqual(['close', 'quit']);
    expect(guard.isDone).toBe(true);
  });

  it('closes once, however often it is asked', async () => {
    const { guard, log } = desk([]);
    guard.requestQuit();
    guard.requestQuit();
    await settled();
    expect(log).toEqual(['close', 'quit']);
  });

  it('lets the running attempts finish, then quits', async () => {
    const { guard, log, becomeIdle, told } = desk([run], [0]);
    expect(guard.requestQuit()).toBe(false);
    await settled();
    expect(log).toEqual(['ask', 'cancel', 'wait']);
    expect(told()).toBe(true);
    becomeIdle();
    await settled();
    expect(log.slice(3)).toEqual(['close', 'quit']);
  });

  it('stops now when that is wanted, without cancelling what can be resumed', async () => {
    const { guard, log } = desk([run], [1]);
    guard.requestQuit();
    await settled();
    expect(log).toEqual(['ask', 'close', 'quit']);
  });

  it.each([2, -1])('keeps running after button %d, and asks again next time', async (button) => {
    const { guard, log } = desk([run], [button, button]);
    guard.requestQuit();
    await settled();
    expect(guard.isDone).toBe(false);
    guard.requestQuit();
    await settled();
    expect(log).toEqual(['ask', 'ask']);
  });

  it('asks once while the question is open', async () => {
    const { guard, log } = desk([run], [2]);
    guard.requestQuit();
    guard.requestQuit();
    await settled();
    expect(log).toEqual(['ask']);
  });

  it('can be told to stop, or not to quit, while it waits for attempts', async () => {
    const hasty = desk([run], [0, 1]);
    hasty.guard.requestQuit();
    await settled();
    hasty.guard.requestQuit();
    await settled();
    expect(hasty.questions[1]?.message).toBe('Still waiting for the running attempts');
    expect(hasty.log.slice(3)).toEqual(['ask', 'close', 'quit']);

    const undecided = desk([run], [0, 2]);
    undecided.guard.requestQuit();
    await settled();
    undecided.guard.requestQuit();
    await settled();
    undecided.becomeIdle();
    await settled();
    expect(undecided.log).not.toContain('quit');
    expect(undecided.told()).toBe(false);
  });

  it('goes on waiting after the second question, and closes once', async () => {
    const { guard, log, becomeIdle } = desk([run], [0, 0]);
    guard.requestQuit();
    await settled();
    guard.requestQuit();
    await settled();
    becomeIdle();
    await settled();
    expect(log).toEqual(['ask', 'cancel', 'wait', 'ask', 'wait', 'close', 'quit']);
  });

  it('stops without asking when the system shuts down, also under an open question', async () => {
    const { guard, log } = desk([run], [2]);
    guard.requestQuit();
    await guard.shutDown();
    await settled();
    expect(log).toEqual(['ask', 'close in 4000', 'quit']);
  });

  it('quits although the host does not close', async () => {
    const log: string[] = [];
    const guard: QuitGuard = new QuitGuard({
      activeRuns: () => [],
      ask: async () => 0,
      cancelRuns: async () => {},
      whenIdle: async () => {},
      closeHost: async () => {
        throw new Error('locked');
      },
      quit: () => log.push('quit'),
      changed: () => {},
      report: (what, error) => log.push(`${what}: ${String(error)}`),
    });
    guard.requestQuit();
    await settled();
    expect(log).toEqual(['the host did not close: Error: locked', 'quit']);
  });
});

describe('closeAnswer', () => {
  it('hides the window while a run is active, and says so the first time', () => {
    const active = { isDone: false, isRunActive: true, wasHintShown: false };
    expect(closeAnswer(active)).toBe('hide-with-hint');
    expect(closeAnswer({ ...active, wasHintShown: true })).toBe('hide');
  });

  it('closes it when nothing runs, or the app quits', () => {
    expect(closeAnswer({ isDone: false, isRunActive: false, wasHintShown: false })).toBe('close');
    expect(closeAnswer({ isDone: true, isRunActive: true, wasHintShown: false })).toBe('close');
  });
});

describe('quitQuestion', () => {
  it('names the workspaces and offers to finish, to stop and to stay', () => {
    const question = quitQuestion([run, { ...run, workspaceName: 'blog' }], false);
    expect(question.message).toBe('Runs of shop, blog are active. Quit Switchyard?');
    expect(question.buttons).toEqual([
      'Finish the running attempts and quit',
      'Stop now and quit (work is kept)',
      'Keep running',
    ]);
    expect(question.buttons[question.escape]).toBe('Keep running');
  });
});
