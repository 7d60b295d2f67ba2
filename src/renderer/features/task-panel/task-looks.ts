import type { Evidence, Verdict } from '#shared/model/evidence.ts';
import type { StateName } from '#renderer/ui/signs/state.ts';

interface Look {
  readonly state: StateName;
  readonly word: string;
}

/** How each verdict of a check is shown. */
export const verdictLooks: Readonly<Record<Verdict, Look>> = {
  passed: { state: 'verified', word: 'Passed' },
  failed: { state: 'blocked', word: 'Failed' },
  timeout: { state: 'blocked', word: 'Timeout' },
  could_not_run: { state: 'blocked', word: 'Could not run' },
  nothing_collected: { state: 'blocked', word: 'Nothing collected' },
  flaky: { state: 'waiting', word: 'Flaky' },
  interrupted: { state: 'idle', word: 'Interrupted' },
};

/** Where a check ran, in words. */
export const roomWords: Readonly<Record<Evidence['room'], string>> = {
  clean: 'Clean: no agent has ever worked there',
  worktree: 'Where the agent worked',
};

/** How many tests a check ran, as far as its runner says it. */
export function testWords(tests: Evidence['tests']): string {
  if (tests === null) return 'Not known: the check does not say which tests it ran';
  const { passed, failed, skipped, isComplete } = tests;
  const numbers = [
    `${passed} passed`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(skipped === 0 ? [] : [`${skipped} left out`]),
  ];
  return `${numbers.join(', ')}${isComplete ? '' : '; not each by name'}`;
}
