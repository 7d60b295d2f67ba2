import type { JSX } from 'react';
import type { Preflight } from '#shared/contract/runs.ts';
import type { RunSettings } from '#shared/model/run.ts';
import { plural } from '#renderer/lib/format.ts';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { NumberField } from '#renderer/ui/fields/number-field.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';

/** Groups and ids beyond this many are counted, not listed. */
const listed = 30;

const schedules = [
  { value: 'continuous', label: 'Continuous' },
  { value: 'batch', label: 'In batches' },
] as const;

const scheduleTexts: Readonly<Record<RunSettings['schedule'], string>> = {
  continuous: 'A free slot takes the next ready task at once.',
  batch: 'A batch starts together, and ends before the next one starts.',
};

export interface RunOrderProps {
  readonly report: Preflight | null;
  readonly schedule: RunSettings['schedule'];
  /** Null while the number was taken away. */
  readonly atOnce: number | null;
  readonly onSchedule: (schedule: RunSettings['schedule']) => void;
  readonly onAtOnce: (count: number | null) => void;
}

/** How many tasks are worked on at once, and in which order: for whoever wants to know, or to change it. */
export function RunOrder(props: RunOrderProps): JSX.Element {
  const { report, schedule, atOnce, onSchedule, onAtOnce } = props;
  const isMissing = atOnce === null;
  return (
    // A number that is missing keeps the run from starting: it is not left folded away.
    <Disclosure summary={isMissing ? 'How many at once?' : `Up to ${atOnce} at once, in order`}>
      <div className="flex flex-col gap-3 py-2">
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-4">
          <div className="flex flex-col items-start gap-1">
            <span className="text-12 font-medium text-muted">Schedule</span>
            <SegmentedControl
              label="Schedule"
              options={schedules}
              value={schedule}
              onChange={onSchedule}
            />
            <p className="text-12 text-faint">{scheduleTexts[schedule]}</p>
          </div>
          <NumberField
            label="At once"
            unit="tasks"
            min={1}
            max={64}
            value={atOnce}
            error={isMissing ? 'Say how many tasks may run at once.' : null}
            onChange={onAtOnce}
          />
        </div>
        {report !== null && <Order report={report} schedule={schedule} />}
      </div>
    </Disclosure>
  );
}

function Order({
  report,
  schedule,
}: {
  readonly report: Preflight;
  readonly schedule: RunSettings['schedule'];
}): JSX.Element | null {
  const order = orderOf(report, schedule);
  const { criticalPath } = report;
  if (order.groups.length === 0) return null;
  return (
    <section aria-label="Order of the tasks" className="flex flex-col gap-1 text-12">
      <p className="text-muted">
        {order.count}. {order.text}
      </p>
      {criticalPath.length > 1 && (
        <p className="text-muted" title={criticalPath.join(' → ')}>
          The longest chain: {plural(criticalPath.length, 'task')}, one after the other.
        </p>
      )}
      <Groups {...order} />
    </section>
  );
}

interface OrderText {
  readonly word: 'Batch' | 'Layer';
  readonly groups: readonly (readonly string[])[];
  /** `3 batches`. */
  readonly count: string;
  /** What the groups mean. */
  readonly text: string;
}

/** With the schedule `continuous` nothing starts in batches: there the layers of dependencies are shown. */
function orderOf({ batches, layers }: Preflight, schedule: RunSettings['schedule']): OrderText {
  return schedule === 'batch'
    ? {
        word: 'Batch',
        groups: batches,
        count: plural(batches.length, 'batch', 'batches'),
        text: 'What starts together, if every task succeeds.',
      }
    : {
        word: 'Layer',
        groups: layers,
        count: plural(layers.length, 'layer'),
        text: 'Tasks of a layer do not wait for each other. Each starts when what it waits for is done and a slot is free.',
      };
}

function Groups({ word, groups }: Pick<OrderText, 'word' | 'groups'>): JSX.Element {
  const rest = groups.length - listed;
  const words = word === 'Batch' ? 'batches' : 'layers';
  return (
    <ol className="flex flex-col gap-1 py-1 text-12 text-muted">
      {groups.slice(0, listed).map((ids, index) => (
        <li key={ids.join(' ')} className="flex gap-2">
          <span className="w-14 shrink-0 text-faint tabular">
            {word} {index + 1}
          </span>
          <span className="min-w-0 font-mono break-words">
            {ids.slice(0, listed).join(', ')}
            {ids.length > listed && ` and ${ids.length - listed} more`}
          </span>
        </li>
      ))}
      {rest > 0 && (
        <li>
          and {rest} more {words}
        </li>
      )}
    </ol>
  );
}
