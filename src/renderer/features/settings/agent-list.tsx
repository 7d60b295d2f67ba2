import { RefreshCw } from 'lucide-react';
import type { JSX } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { CodeText } from '#renderer/ui/text/code-text.tsx';
import { Disclosure } from '#renderer/ui/surfaces/disclosure.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import type { AgentsFound } from './use-agents-found.ts';

/** The agents that can be chosen: which are on this machine, which version, what was looked for and where. */
export function AgentList({ found }: { readonly found: AgentsFound }): JSX.Element {
  const { query, isLooking, look } = found;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-3">
        <h3 className="text-12 font-medium text-muted">Agents found on this machine</h3>
        <p role="status" className="min-w-0 flex-1 text-12 text-faint">
          {isLooking ? 'Looking…' : query.kind === 'answered' ? countText(query.value) : ''}
        </p>
        <Button size="sm" icon={RefreshCw} isLoading={isLooking} onClick={look}>
          Look again
        </Button>
      </div>
      {query.kind === 'loading' && <Skeleton lines={4} />}
      {query.kind === 'failed' && <FailureNote failure={query.failure} />}
      {query.kind === 'answered' && (
        <ul aria-label="Agents" className="flex flex-col gap-2">
          {query.value.map((agent) => (
            <Agent key={agent.type} agent={agent} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Agent({ agent: { type, program, version, problem } }: { agent: AgentInfo }): JSX.Element {
  return (
    <li className="flex flex-col gap-1">
      <div className="flex min-w-0 items-center gap-3 text-13">
        <span className="w-24 shrink-0 truncate font-medium" title={type}>
          {type}
        </span>
        <StateDot
          state={problem === null ? 'verified' : 'idle'}
          label={problem === null ? 'Found' : lackOf(problem.code)}
        />
        {problem === null && (
          <span className="shrink-0 text-12 text-muted">{version ?? 'version not told'}</span>
        )}
        {program !== null && <CodeText text={program} />}
      </div>
      {problem !== null && (
        <p className="text-12 break-words text-muted">
          {problem.message} {problem.action}
        </p>
      )}
      {problem?.details !== undefined && (
        <Disclosure summary={<span className="text-12 text-muted">{problem.details.title}</span>}>
          <p className="text-12 break-words text-muted">{problem.details.lines.join(', ')}</p>
        </Disclosure>
      )}
    </li>
  );
}

/** A program that is there but does not start is no less of use than one that is not. */
function lackOf(code: string): string {
  return code === 'agent-missing' ? 'Not found' : 'Not usable';
}

function countText(agents: readonly AgentInfo[]): string {
  const found = agents.filter(({ problem }) => problem === null).length;
  return `${found} of ${plural(agents.length, 'agent')} found`;
}
