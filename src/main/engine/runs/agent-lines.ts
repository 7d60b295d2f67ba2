import { lastLine } from '#shared/core/agent-output/last-line.ts';
import { findQuestion } from '#shared/core/agent-output/question.ts';
import { singleLine } from '#shared/core/agent-output/terminal-text.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import type { AgentAdapter } from '#main/agents/adapter.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import type { DrivenRun } from './run-control.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** The end of an agent's output that is looked at. */
const tailBytes = 16 * 1024;
const lineLimit = 200;
const questionLimit = 300;
/** An agent that has printed nothing for so long may be waiting for an answer. */
const waitingMs = 3_000;

interface Seen {
  readonly bytes: number;
  readonly line: string | null;
  /** What it asks, null for nothing; undefined before it has been silent for long enough to ask. */
  readonly question: WorkspaceStatus['questions'][number] | null | undefined;
}

/** What the agents that run here print last, and which of them wait; each output is read once. */
export class AgentLines {
  #seen = new Map<string, Seen>();

  /** Looks at the agents of a run; null means that none is driven here. */
  look(
    run: DrivenRun | null,
    workspace: Workspace,
  ): Pick<WorkspaceStatus, 'lastLines' | 'questions'> {
    const seen = new Map<string, Seen>();
    for (const [attemptId, agent] of run?.agents ?? []) {
      seen.set(attemptId, lookAt(attemptId, agent, this.#seen.get(attemptId), workspace));
    }
    this.#seen = seen;
    const lastLines: Record<string, string> = {};
    const questions: WorkspaceStatus['questions'][number][] = [];
    for (const [attemptId, { line, question }] of seen) {
      if (line !== null) lastLines[attemptId] = line;
      if (question) questions.push(question);
    }
    return { lastLines, questions };
  }
}

function lookAt(
  attemptId: string,
  agent: PtySession,
  known: Seen | undefined,
  workspace: Workspace,
): Seen {
  const bytes = agent.bytesWritten;
  const isSilent = workspace.clock.now() - agent.lastOutputAt >= waitingMs;
  const isKnown = known?.bytes === bytes;
  if (isKnown && (!isSilent || known.question !== undefined)) return known;
  const adapter = adapterOf(attemptId, workspace);
  const tail = agent.tail(tailBytes);
  const line = isKnown ? known.line : lineOf(adapter, tail, workspace);
  const asked = isSilent ? findQuestion(tail, adapter?.signals.question) : undefined;
  if (asked === null || asked === undefined) return { bytes, line, question: asked };
  const text = singleLine(workspace.secrets.mask(asked), questionLimit);
  return { bytes, line, question: { attemptId, text, since: isoTime(agent.lastOutputAt) } };
}

/** What an agent asks that waits for an answer now, as the status says it; null when it asks nothing. */
export function questionOf(
  run: Pick<DrivenRun, 'agents'>,
  attemptId: string,
  workspace: Workspace,
): string | null {
  const agent = run.agents.get(attemptId);
  if (agent === undefined) return null;
  return lookAt(attemptId, agent, undefined, workspace).question?.text ?? null;
}

function adapterOf(attemptId: string, { store, agents }: Workspace): AgentAdapter | null {
  const attempt = store.get('attempts', attemptId);
  const adapter = attempt === null ? null : agents.resolve(attempt.agent);
  return adapter?.ok === true ? adapter.value : null;
}

function lineOf(adapter: AgentAdapter | null, tail: string, { secrets }: Workspace): string | null {
  // Masked before it is cut, so that half a secret is none either.
  const line = lastLine(adapter?.output ?? 'plain', tail);
  if (line === null) return null;
  return singleLine(secrets.mask(line), lineLimit);
}
