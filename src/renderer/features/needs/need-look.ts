import { assertNever } from '#shared/lib/assert-never.ts';
import type { Need } from '#shared/core/needs/needs.ts';
import type { StateName } from '#renderer/ui/signs/state.ts';

/** How something that waits is shown: its state, and the word for it. */
export function needLook(need: Need): { readonly state: StateName; readonly word: string } {
  switch (need.kind) {
    case 'question':
      return { state: 'waiting', word: 'Waits for your answer' };
    case 'silent':
      return { state: 'waiting', word: 'Silent for a while' };
    case 'blocked':
      return { state: 'blocked', word: 'Blocked' };
    case 'landing':
      return { state: 'waiting', word: 'Merge waits for you' };
    case 'interrupted':
      return { state: 'waiting', word: 'Run interrupted' };
    case 'trust':
      return { state: 'waiting', word: 'Waits for your agreement' };
    case 'change':
      return { state: 'waiting', word: 'Your repository changed' };
    case 'entry':
      return { state: 'blocked', word: 'Needs your word' };
    default:
      return assertNever(need, 'need');
  }
}
