import type { JSX } from 'react';
import type { Setup } from '#shared/contract/setup.ts';
import { TrustButton } from '#renderer/features/trust/index.ts';
import { Select } from '#renderer/ui/fields/select.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { AgentRow } from './agent-row.tsx';
import { BaselineRow } from './baseline-row.tsx';
import { ChecksRow } from './checks-row.tsx';
import { SetupRow, SetupWords } from './setup-row.tsx';
import { useSetup } from './use-setup.ts';
import type { SetupCheck } from './use-setup.ts';

/** All that a run needs of the workspace, each part with its state and what changes it. */
export function SetupList(): JSX.Element {
  const check = useSetup();
  const { query } = check;
  if (query.kind === 'loading') return <Skeleton lines={5} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const setup = query.value;
  return (
    <ul
      aria-label="Setup"
      className="w-full divide-y divide-border rounded-lg border border-border bg-surface"
    >
      <TrustRow setup={setup} />
      <AgentRow setup={setup} check={check} />
      <ChecksRow setup={setup} check={check} />
      <BaseRow setup={setup} check={check} />
      <BaselineRow setup={setup} check={check} />
    </ul>
  );
}

/** Nothing that the repository names is run before the person has agreed to it. */
function TrustRow({ setup: { untrusted } }: { readonly setup: Setup }): JSX.Element {
  const isTrusted = untrusted === null;
  return (
    <SetupRow state={isTrusted ? 'ready' : 'wrong'} label="Trust">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <SetupWords>
          {isTrusted
            ? 'You have agreed to what this repository can run.'
            : 'Nothing of it is run before you agree.'}
        </SetupWords>
        {!isTrusted && <TrustButton size="sm" label="Review what it can run…" />}
      </div>
    </SetupRow>
  );
}

function BaseRow({
  setup: { base },
  check,
}: {
  readonly setup: Setup;
  readonly check: SetupCheck;
}): JSX.Element {
  const { branch, branches, problem } = base;
  const known = branches.includes(branch) ? branches : [branch, ...branches];
  return (
    <SetupRow state={problem === null ? 'ready' : 'wrong'} label="Base branch">
      <div className="w-60 max-w-full">
        <Select
          label="Branch that epics start from"
          isLabelHidden
          value={branch}
          options={known.map((name) => ({ value: name, label: name }))}
          error={problem === null ? null : `${problem.message} ${problem.action}`}
          onChange={(value) =>
            void check.change({ path: ['base_branch'], value }, `New epics start from ${value}.`)
          }
        />
      </div>
    </SetupRow>
  );
}
