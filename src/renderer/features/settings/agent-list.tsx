import type { JSX } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import type { HostQuery } from '#renderer/bridge/use-host-query.ts';
import { CodeText } from '#renderer/ui/code-text.tsx';
import { FailureNote } from '#renderer/ui/failure-note.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { StateDot } from '#renderer/ui/state-dot.tsx';

/** The agents that can be chosen: which are on this machine, which version, what was looked for. */
export function AgentList({
  query,
}: {
  readonly query: HostQuery<readonly AgentInfo[]>;
}): JSX.Element {
  if (query.kind === 'loading') return <Skeleton lines={4} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  return (
    <ul aria-label="Agents" className="flex flex-col gap-2">
      {query.value.map(({ type, program, version, problem }) => (
        <li key={type} className="flex flex-col gap-1">
          <div className="flex items-center gap-3 text-13">
            <span className="w-24 shrink-0 font-medium">{type}</span>
            <StateDot
              state={problem === null ? 'verified' : 'idle'}
              label={problem === null ? 'Found' : 'Not found'}
            />
            <span className="min-w-0 truncate text-12 text-muted">{version}</span>
            {program !== null && <CodeText text={program} />}
          </div>
          {problem !== null && (
            <p className="text-12 text-muted">
              {problem.message} {problem.action}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
