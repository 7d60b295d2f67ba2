/** How advice for the command line is recognised. */
const commandLine = '`switchyard ';

/**
 * What to do about a failure in the page, by its code, where the failure's own words name a command of
 * the command line. A test finds codes that are missing here.
 */
export const pageActions: Readonly<Record<string, string>> = {
  'already-brought-back': 'Nothing was changed. Where that is right, close the task by hand.',
  'already-taken-back':
    'Nothing was changed. Where it is to be done again, reopen the task, or drag it to Ready.',
  'base-branch-gone': 'Choose a branch that is there as base branch in Settings.',
  'base-branch-missing': 'Choose a branch that is there as base branch in Settings.',
  'base-branch-replaced': 'Choose another base branch in Settings before its first task runs.',
  'epic-tip-unknown':
    'The inbox shows what changed: put it back, or leave it; then the task is opened again.',
  'illegal-attempt-phase': 'Another process may be at work on this run: look at Runs.',
  'illegal-landing-phase': 'Another process may be at work on this run: look at Runs.',
  'illegal-task-status': 'Open the task to see why, and reopen it if it should run again.',
  'nothing-can-start': 'Run what it waits for too, reopened where it is blocked.',
  'not-put-back': 'Change it by hand; the inbox shows the lines that came and went.',
  'nothing-to-put-back': 'The inbox shows what became of it.',
  'nothing-to-resume': 'Start a new run from the board.',
  'nothing-to-run': 'Add or import tasks, or move a blocked or closed one to Ready.',
  'nothing-to-undo': 'The inbox shows what became of it.',
  'not-trusted': 'Look at what it can run, and agree: "Review and trust…" above the view.',
  'run-active': 'Wait for it, or cancel it in Runs.',
  'epic-branch-gone':
    'Bring it back in the dialog that starts a run, or make it again with git where it stood last.',
  'program-error':
    'What is recorded is kept, and work stays in its worktrees and in the vault. Try again, or resume the run in Runs.',
  'run-interrupted': 'Resume it or end it in Runs.',
  'run-not-active': 'Start a new one from the board.',
  'unknown-change': 'The inbox shows all that changed.',
  'unknown-epic':
    'Choose another epic, or make it on the board with New; a file may bring its own.',
  'unknown-task': 'It may have been taken away meanwhile: look for it on the board.',
};

/** What a person can do about a failure here: what can be clicked, not what could be typed elsewhere. */
export function pageAction({
  code,
  action,
}: {
  readonly code: string;
  readonly action: string;
}): string {
  if (!action.includes(commandLine)) return action;
  return (Object.hasOwn(pageActions, code) ? pageActions[code] : undefined) ?? action;
}
