import type { Run } from '#shared/model/run.ts';
import { notification, record } from './attempt-records.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';

/** Grace before a silent agent's processes are killed. */
const killGraceMs = 5_000;

/**
 * Looks after the agents that run: one that has been silent for too long is told about once, and ended
 * only if the workspace says so (SPEC section 3, caps).
 */
export function watchAgents(parts: RunParts, session: RunSession, run: Run): void {
  const { silentMinutes, killSilentMinutes } = run.settings;
  for (const [attemptId, agent] of session.agents) {
    const silentMs = parts.clock.now() - agent.lastOutputAt;
    if (silentMs < silentMinutes * 60_000) session.silent.delete(attemptId);
    if (silentMs >= silentMinutes * 60_000 && !session.silent.has(attemptId)) {
      session.silent.add(attemptId);
      const minutes = Math.round(silentMs / 60_000);
      const text = `Attempt ${attemptId} has been silent for ${minutes} minutes.`;
      record(parts, [
        notification(parts, 'attempt_silent', text, { kind: 'attempt', id: attemptId }),
      ]);
    }
    if (killSilentMinutes !== null && silentMs >= killSilentMinutes * 60_000) {
      void agent.end(killGraceMs);
    }
  }
}
