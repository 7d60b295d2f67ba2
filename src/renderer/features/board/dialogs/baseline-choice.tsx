import { TriangleAlert } from 'lucide-react';
import type { JSX } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import type { BaselinePolicy } from '#shared/model/run.ts';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';

const policies = [
  { value: 'stop', label: 'Do not run' },
  { value: 'strict', label: 'Must all pass' },
  { value: 'known', label: 'Known failures' },
] as const;

const policyTexts: Readonly<Record<BaselinePolicy, string>> = {
  stop: 'Mend the checks first; no agent is paid for what fails already.',
  strict: 'Each task must make all checks pass, also those that fail now.',
  known:
    'What fails now, by the name of the test, may go on failing; each receipt says so. Nothing else may fail.',
};

/** Whether checks fail before any agent has worked. */
export function isRed({ baseline }: Pick<Preflight, 'baseline'>): boolean {
  return baseline.some(({ state }) => state === 'red');
}

/** That there is no test yet: then nothing closes a task until its work brings one. */
function UntestedNote({ report }: { readonly report: Preflight }): JSX.Element | null {
  const untested = report.baseline
    .filter(({ state }) => state === 'untested')
    .flatMap(({ failing }) => failing.map(({ command }) => command));
  if (untested.length === 0) return null;
  return (
    <p className="flex items-start gap-2 text-13 text-muted">
      <TriangleAlert aria-hidden className="mt-0.5 icon-md text-waiting" />
      No test is there yet ({[...new Set(untested)].join(', ')}). A task is closed when its work
      brings tests that pass.
    </p>
  );
}

/** Which checks fail already, and what is to become of the run; nothing where all pass or nothing is known. */
export function BaselineChoice({
  report,
  value,
  onChange,
}: {
  readonly report: Preflight;
  readonly value: BaselinePolicy;
  readonly onChange: (next: BaselinePolicy) => void;
}): JSX.Element | null {
  if (!isRed(report)) return <UntestedNote report={report} />;
  const failing = report.baseline
    .filter(({ state }) => state === 'red')
    .flatMap((one) => one.failing);
  return (
    <div className="flex flex-col gap-2 rounded-md border border-waiting-border bg-waiting-subtle p-3 text-13">
      <p className="flex items-start gap-2 font-medium">
        <TriangleAlert aria-hidden className="mt-0.5 icon-md text-waiting" />
        Checks fail already, without any agent’s work.
      </p>
      {failing.map(({ command, verdict, output }) => (
        <Disclosure key={command} summary={`${command}: ${verdict.replaceAll('_', ' ')}`}>
          <pre className="max-h-40 overflow-auto pt-1 font-mono text-12 whitespace-pre-wrap">
            {output}
          </pre>
        </Disclosure>
      ))}
      <SegmentedControl
        label="What fails already"
        options={policies}
        value={value}
        onChange={onChange}
      />
      <p className="text-12 text-muted">{policyTexts[value]}</p>
    </div>
  );
}
