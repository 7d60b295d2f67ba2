import type { ShellRun } from './shell-host.ts';

/** A question in a dialog of the system. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  /** Index of the button that Enter presses. */
  readonly standard: number;
  /** Index of the button that Escape presses. */
  readonly escape: number;
}

export type QuitAnswer = 'finish' | 'stop' | 'stay';

const choices: readonly (readonly [answer: QuitAnswer, first: string, again: string])[] = [
  ['finish', 'Finish the running attempts and quit', 'Go on waiting, then quit'],
  ['stop', 'Stop now and quit (work is kept)', 'Stop now and quit (work is kept)'],
  ['stay', 'Keep running', 'Do not quit'],
];

/** What is asked before quitting while `runs` are active. `again`: the app already waits for them. */
export function quitQuestion(runs: readonly ShellRun[], again: boolean): Question {
  const names = [...new Set(runs.map(({ workspaceName }) => workspaceName))].join(', ');
  const what = runs.length === 1 ? `A run of ${names} is active` : `Runs of ${names} are active`;
  return {
    message: again ? 'Still waiting for the running attempts' : `${what}. Quit Switchyard?`,
    detail: again
      ? 'Nothing new starts. When the running attempts have finished, Switchyard quits.'
      : 'The work done so far is kept. A run that is stopped can be resumed; one whose attempts finish ends there, and its other tasks stay open.',
    buttons: choices.map(([, first, later]) => (again ? later : first)),
    standard: 0,
    escape: again ? 0 : 2,
  };
}

/** What the button at an index answers; dismissing the dialog changes nothing. */
export function quitAnswerAt(button: number, again: boolean): QuitAnswer {
  return choices[button]?.[0] ?? (again ? 'finish' : 'stay');
}
