import { CheckCheck } from 'lucide-react';
import type { JSX } from 'react';
import { NeedsList } from '#renderer/features/needs/index.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { BarWord } from '#renderer/ui/buttons/bar-word.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { Happenings } from './happenings.tsx';
import { needWords } from './inbox-groups.ts';
import type { InboxFilter } from './inbox-groups.ts';
import { useInboxCounts } from './use-inbox.ts';
import { markAllReadKeys, useMarkRead } from './use-mark-read.ts';

const filters: readonly { readonly value: InboxFilter; readonly label: string }[] = [
  { value: 'needs_you', label: 'Needs you' },
  { value: 'all', label: 'What happened' },
];

/** What waits for the person, and what happened (SPEC section 4). */
export function InboxView(): JSX.Element {
  const [location, go] = useAppLocation();
  const filter = filters.find(({ value }) => value === location.filter)?.value ?? 'needs_you';
  const { unread, markable, needing } = useInboxCounts();
  const markRead = useMarkRead();
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FillSlot name="filter">
        <SegmentedControl
          label="What the inbox shows"
          options={filters}
          value={filter}
          onChange={(value) => go({ filter: value === 'needs_you' ? null : value, subject: null })}
        />
        <span className="hidden min-w-0 truncate text-12 text-muted tabular @md:block">
          {needWords(needing)}, {unread} unread
        </span>
      </FillSlot>
      <FillSlot name="actions">
        <Button
          icon={CheckCheck}
          shortcut={keyLabel(markAllReadKeys)}
          disabled={markable === 0}
          title="Mark all as read"
          onClick={() => markRead(null)}
        >
          <BarWord>Mark all as read</BarWord>
        </Button>
      </FillSlot>
      {filter === 'needs_you' ? <NeedsList /> : <Happenings />}
    </div>
  );
}
