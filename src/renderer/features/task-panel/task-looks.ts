import type { Verdict } from '#shared/model/evidence.ts';
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
  not_found: { state: 'blocked', word: 'Not found' },
  interrupted: { state: 'idle', word: 'Interrupted' },
};
