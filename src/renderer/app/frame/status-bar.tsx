import { Check, CircleAlert, CloudOff, GitBranch, Hourglass } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { JSX, ReactNode } from 'react';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import type { Run } from '#shared/model/run.ts';
import { useHostDoubt, useHostState } from '#renderer/bridge/host-context.tsx';
import { useAttempts } from '#renderer/db/use-attempts.ts';
import { useReplicaState } from '#renderer/db/use-documents.ts';
import { useWorkLife } from '#renderer/features/work/index.ts';
import { plural } from '#renderer/lib/format.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';
import {
  activityText,
  checkoutText,
  safetyOf,
  usageOfRun,
  usageSource,
  usageText,
} from './run-figures.ts';

/** Answers three questions: what is running, what did it cost, is anything not yet safe. */
export function StatusBar({
  run,
  status,
}: {
  readonly run: Run | null;
  readonly status: WorkspaceStatus | null;
}): JSX.Element {
  const isAway = useHostState() === 'offline';
  const isStranger = useHostDoubt() === 'stranger';
  return (
    <footer
      aria-label="Status"
      className="flex h-6 shrink-0 items-center gap-3 overflow-hidden border-t border-border bg-sunken px-3 text-12 whitespace-nowrap text-muted tabular"
    >
      {status !== null && (
        <Item icon={GitBranch} tip="Your own checkout; runs do not touch it.">
          {checkoutText(status.checkout)}
        </Item>
      )}
      {status?.epics
        .filter(({ ahead }) => ahead > 0)
        .slice(0, 3)
        .map(({ id, branch, ahead }) => (
          <Item key={id} tip={`${plural(ahead, 'commit')} that its base does not have`}>
            {`${branch} +${ahead}`}
          </Item>
        ))}
      <Activity />
      <RunCost run={run} />
      <span className="flex-1" />
      {isAway && (
        <Item
          icon={CloudOff}
          tip={
            isStranger
              ? 'Shown is what was known last.'
              : 'Switchyard itself does not answer: start it again where it ran. Shown is what was known last.'
          }
        >
          {isStranger ? 'not your host' : 'host is away'}
        </Item>
      )}
      {/* What was safe when the host went away need not be safe now. */}
      <SafetyItem status={isAway ? null : status} />
    </footer>
  );
}

function Activity(): ReactNode {
  const attempts = useAttempts();
  const { kind } = useWorkLife();
  const { isLoaded } = useReplicaState();
  // What the documents say about agents is as old as the last write of the process that drives them.
  if (!isLoaded || kind === 'unknown' || kind === 'away') return null;
  return <Item>{activityText(attempts.values(), kind === 'driven')}</Item>;
}

function RunCost({ run }: { readonly run: Run | null }): ReactNode {
  const attempts = useAttempts();
  if (run === null) return null;
  const usage = usageOfRun(run.id, attempts.values());
  const text = usageText(usage);
  if (text === null) return null;
  const which = run.status === 'ended' ? 'The last run.' : 'This run so far.';
  return <Item tip={`${which} ${usageSource(usage)}`}>{text}</Item>;
}

function SafetyItem({ status }: { readonly status: WorkspaceStatus | null }): ReactNode {
  const { isLoaded, pendingEdits } = useReplicaState();
  // Edits that wait are only known when the replica is read.
  const safety = safetyOf(isLoaded ? status : null, pendingEdits);
  if (safety === null) return null;
  const { isSafe, isLate, text, details } = safety;
  return (
    <Item
      icon={isSafe ? Check : isLate ? CircleAlert : Hourglass}
      tone={isSafe ? 'text-verified' : isLate ? 'text-waiting' : undefined}
      tip={
        details.length === 0 ? (
          'No agent has work that is in no commit.'
        ) : (
          <span className="flex flex-col gap-1">
            {details.slice(0, 12).map((detail) => (
              <span key={detail}>{detail}</span>
            ))}
          </span>
        )
      }
    >
      {text}
    </Item>
  );
}

function Item({
  icon: Icon,
  tip,
  tone,
  children,
}: {
  readonly icon?: LucideIcon;
  readonly tip?: ReactNode;
  readonly tone?: string | undefined;
  readonly children: ReactNode;
}): JSX.Element {
  const item = (
    <span className={classNames('inline-flex min-w-0 items-center gap-1', tone)}>
      {Icon !== undefined && <Icon aria-hidden className="icon-sm" />}
      <span className="truncate">{children}</span>
    </span>
  );
  if (tip === undefined) return item;
  return (
    <Tooltip content={tip} side="top">
      {item}
    </Tooltip>
  );
}
