import { Inbox } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { JSX } from 'react';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Need } from '#shared/core/needs/needs.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import { NeedRow } from './need-row.tsx';
import { useNeeds } from './needs-provider.tsx';

const groupTitles = {
  questions: 'Agents that wait for you',
  blocked: 'Blocked',
  merges: 'Merges that wait',
  others: 'Also for you',
} as const;
type Group = keyof typeof groupTitles;

/** Of one group so many are shown at first: each row knows what can be done about it. */
const shownAtFirst = 30;

/** All that waits for the person, by what can be done about it, the most urgent first. */
export function NeedsList(): JSX.Element {
  const needs = useNeeds();
  const groups = useMemo(() => [...Map.groupBy(needs, groupOf)], [needs]);
  if (needs.length === 0) {
    return (
      <EmptyState
        icon={Inbox}
        text="Nothing needs you now. Questions of agents, what is blocked and merges that wait stand here until they are dealt with."
      />
    );
  }
  return (
    <ScrollRegion label="What needs you">
      {groups.map(([group, own]) => (
        <NeedGroup key={group} title={groupTitles[group]} needs={own} />
      ))}
    </ScrollRegion>
  );
}

function NeedGroup({
  title,
  needs,
}: {
  readonly title: string;
  readonly needs: readonly Need[];
}): JSX.Element {
  const [shown, setShown] = useState(shownAtFirst);
  const more = needs.length - shown;
  return (
    <section aria-label={title} className="mx-auto max-w-2xl px-4 pb-4">
      <h2 className="sticky top-0 z-sticky flex gap-2 bg-canvas py-2 text-12 font-medium text-muted">
        {title}
        <span className="tabular text-faint">{needs.length}</span>
      </h2>
      <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
        {needs.slice(0, shown).map((need) => (
          <li key={need.key}>
            <NeedRow need={need} />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Button variant="quiet" size="sm" className="mt-2" onClick={() => setShown(needs.length)}>
          Show {more} more
        </Button>
      )}
    </section>
  );
}

function groupOf(need: Need): Group {
  switch (need.kind) {
    case 'question':
    case 'silent':
      return 'questions';
    case 'blocked':
      return 'blocked';
    case 'landing':
      return 'merges';
    case 'interrupted':
    case 'trust':
    case 'change':
    case 'entry':
      return 'others';
    default:
      return assertNever(need, 'need');
  }
}
