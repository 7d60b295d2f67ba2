import { findQuestion } from '#shared/core/agent-output/question.ts';
import type { Run } from '#shared/model/run.ts';
import type { PtySession } from '#main/terminal/pty-host.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';

/** Grace before a silent agent's processes are killed. */
const killGraceMs = 5_000;
/** An agent that has printed nothing for so long may be waiting for an answer. */
const waitingMs = 3_000;
/** The end of the output, where a question stands. */
const questionBytes = 4_096;

/**
 * Looks after the agents that run (SPEC sections 3 and 4): one that waits for an answer, or has been
 * silent for too long, is told about once; it is ended only if the workspace says so.
 */
export function watchAgents(parts: RunParts, session: RunSession, run: Run): void {
  for (const [attemptId, agent] of session.agents) {
    const silentMs = parts.clock.now() - agent.lastOutputAt;
    const told = session.toldAbout(attemptId, agent.bytesWritten);
    if (silentMs >= waitingMs && !told.has('question')) {
      told.add('question');
      tellQuestion(parts, attemptId, agent);
    }
    if (silentMs >= run.settings.silentMinutes * 60_000 && !told.has('silence')) {
      told.add('silence');
      const minutes = Math.round(silentMs / 60_000);
      tell(parts, 'attempt_silent', attemptId, `has been silent for ${minutes} minute(s)`);
    }
    const { killSilentMinutes } = run.settings;
    const tooLong = killSilentMinutes !== null && silentMs >= killSilentMinutes * 60_000;
    if (tooLong && !told.has('end')) {
      told.add('end');
      const reason = `The agent was ended: it printed nothing for ${killSilentMinutes} minutes.`;
      session.endedBecause.set(attemptId, reason);
      void agent.end(killGraceMs);
    }
  }
}

function tellQuestion(parts: RunParts, attemptId: string, agent: PtySession): void {
  const attempt = parts.store.get('attempts', attemptId);
  const adapter = attempt === null ? null : parts.agents.resolve(attempt.agent);
  if (adapter?.ok !== true) return;
  const question = findQuestion(agent.tail(questionBytes), adapter.value.signals.question);
  if (question !== null)
    tell(parts, 'attempt_waiting', attemptId, `waits for an answer: ${question}`);
}

function tell(
  parts: RunParts,
  type: 'attempt_silent' | 'attempt_waiting',
  attemptId: string,
  what: string,
): void {
  const attempt = parts.store.get('attempts', attemptId);
  const text = `Task ${attempt?.taskId ?? ''}: its agent ${what}.`;
  record(parts, [notification(parts, type, text, { kind: 'attempt', id: attemptId })]);
}
