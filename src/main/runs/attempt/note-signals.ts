import { waitingText } from '#shared/core/needs/question-words.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { NotificationType } from '#shared/model/notification.ts';
import { foreignEntries } from '#main/landing/foreign-entries.ts';
import { leftNotices } from '#main/notify/left-behind.ts';
import { notification } from '#main/notify/notification.ts';
import type { NotificationEntry } from '#main/notify/notification.ts';
import { record, recordStep } from '#main/store/record.ts';
import type { WorkWatch } from '#main/work/orders.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import type { RunSession } from '#main/runs/run-session.ts';

type Parts = Pick<HostParts, 'store' | 'clock' | 'ids'>;

/** Takes what a worker says while it is at work on an attempt: into the records, the inbox, and what pages see. */
export function noteSignals(
  parts: Parts,
  { checks, namedProcesses }: Pick<RunSession, 'checks' | 'namedProcesses'>,
  { id, taskId }: Pick<Attempt, 'id' | 'taskId'>,
): WorkWatch {
  return (signal) => {
    switch (signal.kind) {
      case 'started': {
        const { process } = signal;
        const command = { kind: 'note_process', process, at: timestamp(parts) } as const;
        recordStep(parts, [{ to: 'attempts', id, command }]);
        return;
      }
      case 'question': {
        const text = waitingText(taskId, signal.text);
        record(parts, [notification(parts, 'attempt_waiting', text, { kind: 'attempt', id })]);
        return;
      }
      case 'silent': {
        const what = `has been silent for ${signal.minutes} minute(s)`;
        record(parts, [ofAgent(parts, 'attempt_silent', { id, taskId }, what)]);
        return;
      }
      case 'nothing_new': {
        const what = `has printed nothing new for ${signal.minutes} minute(s), only the same lines again and again`;
        record(parts, [ofAgent(parts, 'attempt_silent', { id, taskId }, what)]);
        return;
      }
      case 'left':
      case 'strangers': {
        const notices = leftNotices(parts, namedProcesses, taskId, signal);
        if (notices.length > 0) record(parts, notices);
        return;
      }
      case 'foreign_change':
        record(parts, foreignEntries(parts, signal.change));
        return;
      case 'check_started':
        checks.set(id, { command: signal.command, startedAt: signal.startedAt });
        return;
      case 'check_ended':
        checks.delete(id);
        return;
      case 'dependencies_changed':
        // Seen where work is checked, and reported there.
        return;
      default:
        assertNever(signal, 'signal of a worker');
    }
  };
}

function ofAgent(
  parts: Parts,
  type: NotificationType,
  { id, taskId }: Pick<Attempt, 'id' | 'taskId'>,
  what: string,
): NotificationEntry {
  const text = `Task ${taskId}: its agent ${what}.`;
  return notification(parts, type, text, { kind: 'attempt', id });
}
