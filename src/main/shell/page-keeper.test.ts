import { describe, expect, it } from 'vitest';
import { PageKeeper } from './page-keeper.ts';

/** A page that is kept; `answers` are pressed one after the other, and then nothing is. */
function keep(answers: readonly number[] = []) {
  const log: string[] = [];
  const left = [...answers];
  let now = 0;
  const keeper: PageKeeper = new PageKeeper({
    ask: async ({ message }, signal) => {
      log.push(message);
      const button = left.shift();
      if (button !== undefined) return button;
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          log.push('taken back');
          resolve(0);
        });
      });
    },
    reload: () => log.push('reload'),
    end: () => {
      log.push('end');
      keeper.ended();
    },
    quit: () => log.push('quit'),
    now: () => now,
    report: (error) => log.push(String(error)),
  });
  const pass = (minutes: number): void => void (now += minutes * 60_000);
  return { keeper, log, pass };
}

const settled = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('PageKeeper', () => {
  it('loads a page that ended again, as long as that is rare', () => {
    const { keeper, log, pass } = keep();
    for (let day = 0; day < 10; day += 1) {
      keeper.ended();
      pass(24 * 60);
    }
    expect(log).toEqual(Array.from({ length: 10 }, () => 'reload'));
  });

  it('asks from the fourth end within ten minutes, each time, and never leaves the window empty', async () => {
    const { keeper, log } = keep([0, 1]);
    for (let times = 0; times < 5; times += 1) {
      keeper.ended();
      await settled();
    }
    expect(log).toEqual([
      'reload',
      'reload',
      'reload',
      'The page has ended by itself 4 times',
      'reload',
      'The page has ended by itself 5 times',
      'quit',
    ]);
    // The person kept the app because of a run, and opens the window again.
    keeper.wanted();
    expect(log.at(-1)).toBe('reload');
  });

  it('waits for a page that does not answer, or ends it, or quits', async () => {
    const { keeper, log } = keep([0, 1, 2]);
    await keeper.silent();
    await keeper.silent();
    await keeper.silent();
    const question = 'The page does not answer';
    expect(log).toEqual([question, question, 'end', 'reload', question, 'quit']);
  });

  it('takes the question back when the page answers, or has ended', async () => {
    const { keeper, log } = keep();
    void keeper.silent();
    void keeper.silent();
    keeper.answers();
    await settled();
    void keeper.silent();
    keeper.ended();
    await settled();
    const question = 'The page does not answer';
    expect(log).toEqual([question, 'taken back', question, 'taken back', 'reload']);
  });

  it('says that a page could not be loaded, and tries again when that is wanted', async () => {
    const { keeper, log } = keep([0]);
    keeper.notLoaded('ERR_FILE_NOT_FOUND');
    await settled();
    keeper.loaded();
    keeper.wanted();
    expect(log).toEqual(['The page could not be loaded', 'reload']);
  });

  it('tells of a question that could not be asked', async () => {
    const reported: unknown[] = [];
    const keeper = new PageKeeper({
      ask: async () => {
        throw new Error('no display');
      },
      reload: () => {},
      end: () => {},
      quit: () => {},
      now: () => 0,
      report: (error) => reported.push(error),
    });
    await keeper.silent();
    expect(reported).toMatchObject([{ message: 'no display' }]);
  });
});
