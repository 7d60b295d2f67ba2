import type { JSX } from 'react';
import { isOpen } from '#shared/core/guard/weigh.ts';
import { itemText, workText } from '#shared/core/guard/words.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { ForeignChange, ForeignItem } from '#shared/model/foreign-change.ts';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { classNames } from '#renderer/lib/class-names.ts';
import { formatDuration } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Badge } from '#renderer/ui/signs/badge.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import { ForeignChangeActions } from './foreign-change-actions.tsx';
import { useDecideChange } from './use-decide-change.ts';

/** What of the repository changed, thing by thing, and what ran then. */
export function ForeignChangeDetails({ changeId }: { readonly changeId: string }): JSX.Element {
  const { id: workspaceId } = useWorkspace();
  const isWaiting = useWorkspaceStatus()?.foreignChanges.includes(changeId) ?? false;
  // It is another one once the person has decided about it.
  const { query, reload } = useHostQuery(`change ${changeId} ${isWaiting}`, async (client) =>
    client.guard.show({ workspaceId, changeId }),
  );
  const decide = useDecideChange();
  if (query.kind === 'loading') return <Skeleton lines={3} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const change = query.value;
  const isDecided = change.leftAt !== null || change.items.some(({ isPutBack }) => isPutBack);
  return (
    <div className="flex flex-col gap-3 text-13">
      <Then change={change} />
      <ul className="flex flex-col gap-2">
        {change.items.map((item) => (
          <li key={keyOf(item)} className="flex min-w-0 flex-col gap-1">
            <Item item={item} />
          </li>
        ))}
      </ul>
      <Foot change={change} onDecided={reload} />
      {isDecided && (
        <span>
          <Button
            size="sm"
            variant="quiet"
            onClick={() => void decide(changeId, 'undo').then(reload)}
          >
            {change.leftAt === null ? 'Take the putting back back' : 'Ask me again'}
          </Button>
        </span>
      )}
    </div>
  );
}

/** When it changed, as far as that is known, and what of ours ran then. */
function Then({ change: { ran, since, seenAt } }: { readonly change: ForeignChange }): JSX.Element {
  return (
    <div className="text-12 text-muted">
      <p>
        Seen <RelativeTime iso={seenAt} />; it changed in the{' '}
        {formatDuration(Date.parse(seenAt) - Date.parse(since))} before that.{' '}
        {ran.length === 0
          ? 'Nothing of Switchyard ran then: maybe it was you.'
          : 'Then ran, beside you and your other programs:'}
      </p>
      {ran.length > 0 && (
        <ul className="list-disc pl-5">
          {ran.map((one) => (
            <li key={`${one.attemptId} ${one.what} ${one.startedAt}`}>
              {workText(one)}, begun <RelativeTime iso={one.startedAt} />
              {one.endedAt === null ? (
                ', at work when it was seen'
              ) : (
                <>
                  , ended <RelativeTime iso={one.endedAt} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Foot({
  change,
  onDecided,
}: {
  readonly change: ForeignChange;
  readonly onDecided: () => void;
}): JSX.Element {
  const { id } = change;
  return (
    <div className="flex flex-wrap items-center gap-3">
      {isOpen(change) && <ForeignChangeActions changeId={id} onDecided={onDecided} />}
      <span className="text-12 text-faint">
        Both states are kept, whatever you choose: <code>switchyard guard {id}</code>
      </span>
    </div>
  );
}

function Item({ item }: { readonly item: ForeignItem }): JSX.Element {
  return (
    <>
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="min-w-0 break-words">{itemText(item)}</span>
        {item.isPutBack && <Badge tone="neutral">Put back</Badge>}
      </span>
      {item.kind === 'file' && item.lines.length > 0 && <Lines item={item} />}
    </>
  );
}

function Lines({
  item: { path, lines },
}: {
  readonly item: Extract<ForeignItem, { kind: 'file' }>;
}): JSX.Element {
  // Lines have no other identity, and the list never changes.
  const numbered = lines.map((line, number) => ({ ...line, number }));
  return (
    <ScrollRegion
      label={`What came into ${path} and what went`}
      className="max-h-half overflow-x-auto rounded-md border border-border bg-canvas py-1 font-mono text-12"
    >
      <div className="w-max min-w-full">
        {numbered.map(({ kind, text, number }) => (
          <div
            key={number}
            className={classNames(
              'px-3 whitespace-pre',
              kind === 'added' ? 'bg-added' : 'bg-removed',
            )}
          >
            <span aria-hidden className="text-muted">
              {kind === 'added' ? '+ ' : '− '}
            </span>
            <span className="sr-only">{kind}: </span>
            {text}
          </div>
        ))}
      </div>
    </ScrollRegion>
  );
}

function keyOf(item: ForeignItem): string {
  switch (item.kind) {
    case 'ref':
      return item.ref;
    case 'head':
      return `head ${item.folder}`;
    case 'stash':
      return `stash ${item.change} ${item.commit}`;
    case 'file':
      return item.path;
    default:
      return assertNever(item, 'foreign item');
  }
}
