import { assertNever } from '#shared/lib/assert-never.ts';
import { blockedTitle } from './blocked-words.ts';
import type { Need } from './needs.ts';

/** What waits for a person, as a title: `lab.9 is blocked: the attempt changed no file`. */
export function needTitle(need: Need): string {
  switch (need.kind) {
    case 'question':
      return `${need.taskId} asks: ${need.question}`;
    case 'silent':
    case 'entry':
      return need.entry.text;
    case 'blocked':
      return blockedTitle(need.taskId, need.reason);
    case 'landing':
      return `The merge of ${need.taskId} waits: ${need.reason}`;
    case 'interrupted':
      return 'A run was interrupted: its process is gone. What its agents did is kept';
    case 'trust':
      return need.state === 'changed'
        ? 'What this repository can run has changed since you agreed'
        : 'Nothing that this repository names is run until you agree';
    case 'change':
      return need.entry?.text ?? 'Something of your repository changed while agents worked';
    default:
      return assertNever(need, 'need');
  }
}
