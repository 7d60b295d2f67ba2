import { FlaskConical } from 'lucide-react';
import type { JSX } from 'react';
import type { Setup } from '#shared/contract/setup.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';
import { SetupRow, SetupWords } from './setup-row.tsx';
import type { SetupState } from './setup-row.tsx';
import type { SetupCheck } from './use-setup.ts';

type Baseline = NonNullable<Setup['baseline']>;

const states: Readonly<Record<Baseline['state'], SetupState>> = {
  green: 'ready',
  untested: 'ready',
  red: 'wrong',
  unknown: 'open',
};

/** What the checks say of the base branch before any agent has worked on it. */
export function BaselineRow({
  setup: { baseline, base, untrusted },
  check,
}: {
  readonly setup: Setup;
  readonly check: SetupCheck;
}): JSX.Element | null {
  if (baseline === null && untrusted === null) return null;
  const { state, failing } = baseline ?? { state: 'unknown', failing: [] };
  return (
    <SetupRow state={states[state]} label="Baseline">
      <div className="flex flex-wrap items-center gap-x-3">
        <SetupWords>
          {check.isChecking
            ? `Checking ${base.branch} as it is…`
            : baseline === null
              ? 'Known once you have agreed.'
              : baselineWords(state, base.branch)}
        </SetupWords>
        {baseline !== null && state !== 'green' && (
          <Button
            size="sm"
            icon={FlaskConical}
            isLoading={check.isChecking}
            onClick={() => void check.checkBase()}
          >
            {state === 'unknown' ? 'Check now' : 'Check again'}
          </Button>
        )}
      </div>
      {state === 'red' &&
        failing.map(({ command, verdict, output }) => (
          <Disclosure key={command} summary={`${command}: ${verdict.replaceAll('_', ' ')}`}>
            <pre className="max-h-40 overflow-auto pt-1 font-mono text-12 whitespace-pre-wrap">
              {output}
            </pre>
          </Disclosure>
        ))}
    </SetupRow>
  );
}

/** What is known of a branch without any agent's work, in a sentence. */
function baselineWords(state: Baseline['state'], branch: string): string {
  switch (state) {
    case 'green':
      return `The checks pass on ${branch}.`;
    case 'untested':
      return `No test is on ${branch} yet: work has to bring its own.`;
    case 'red':
      return `The checks fail on ${branch} already, without any agent’s work.`;
    case 'unknown':
      return 'A run checks it before any agent works.';
    default:
      return state satisfies never;
  }
}
