import { findQuestion } from '#shared/core/agent-output/question.ts';
import { activityLine } from '#shared/core/agent-output/session/activity.ts';
import type { Activity } from '#shared/core/agent-output/session/activity.ts';
import { tailActivity } from '#shared/core/agent-output/session/tail-activity.ts';
import { singleLine } from '#shared/core/agent-output/terminal-text.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { untilWords } from '#shared/lib/time-words.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { AgentAdapter } from '#main/agents/adapter.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import type { DrivenRun } from './run-control.ts';
import { workFolderOf } from '#main/engine/tasks/attempt-session.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** The end of an agent's output that is looked at. */
const tailBytes = 32 * 1024;
const lineLimit = 200;
const questionLimit = 300;
/** An agent that has printed nothing for so long may be waiting for an answer. */
const waitingMs = 3_000;

interface Seen {
  readonly bytes: number;
  readonly activity: Activity;
  /** What it asks, null for nothing; undefined before it has been silent for long enough to ask. */
  readonly question: WorkspaceStatus['questions'][number] | null | undefined;
}

/** What the agents that run here do, and which of them wait; each output is read once. */
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
    const now = workspace.clock.now();
    for (const [attemptId, { activity, question }] of seen) {
      const line = lineOf(activity, now, workspace);
      if (line !== '') lastLines[attemptId] = line;
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
  const attempt = workspace.store.get('attempts', attemptId);
  const adapter = attempt === null ? null : adapterOf(attempt, workspace);
  const folder = attempt === null ? null : workFolderOf(workspace, attempt);
  const tail = agent.tail(tailBytes);
  const activity = isKnown
    ? known.activity
    : sinceBefore(
        tailActivity(adapter?.output ?? 'plain', tail, agent.lastOutputAt, folder),
        known,
      );
  const asked = isSilent ? findQuestion(tail, adapter?.signals.question) : undefined;
  if (asked === null || asked === undefined) return { bytes, activity, question: asked };
  const text = singleLine(workspace.secrets.mask(asked), questionLimit);
  return { bytes, activity, question: { attemptId, text, since: isoTime(agent.lastOutputAt) } };
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

function adapterOf({ agent }: Attempt, { agents }: Workspace): AgentAdapter | null {
  const adapter = agents.resolve(agent);
  return adapter.ok ? adapter.value : null;
}

/** What it did already when it was looked at before has lasted since then. */
function sinceBefore(activity: Activity, known: Seen | undefined): Activity {
  const isSame = known?.activity.words === activity.words && known.activity.kind === activity.kind;
  return isSame ? { ...activity, since: known.activity.since } : activity;
}

function lineOf(activity: Activity, now: number, { secrets }: Workspace): string {
  // Masked before it is cut, so that half a secret is none either.
  const words = singleLine(secrets.mask(activity.words), lineLimit);
  return activityLine({ ...activity, words }, now, (time) => untilWords(time, now));
}
