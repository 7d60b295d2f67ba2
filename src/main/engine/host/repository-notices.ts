import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
import type { DeadLock } from '#main/git/dead-locks.ts';
import { notification } from '#main/notify/notification.ts';
import { commit } from '#main/store/ledger.ts';
import type { ForeignChange } from '#main/store/seals.ts';
import type { Store } from '#main/store/store.ts';
import type { ReceiptDifference } from '#main/landing/compare-receipts.ts';

interface NoticeParts {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

/**
 * Says what was found in the repository or in the records that this program has not put there, and what was
 * done about it: in the inbox, about the run under way or the last one, and in the log. What is found before there
 * is an inbox is said when there is.
 */
export class RepositoryNotices {
  readonly #parts: NoticeParts;
  #store: Store | null = null;
  readonly #waiting: (readonly [NotificationType, string, Notification['subject'] | null])[] = [];

  constructor(parts: NoticeParts) {
    this.#parts = parts;
  }

  /** Says it in this store from now on. */
  follow(store: Store): void {
    this.#store = store;
    store.onForeign((found) => this.#foreign(store, found));
    for (const notice of this.#waiting.splice(0)) this.report(...notice);
  }

  lockRemoved({ file, ageMs }: DeadLock): void {
    const age =
      ageMs < 120_000 ? `${Math.round(ageMs / 1000)} s` : `${Math.round(ageMs / 60_000)} min`;
    const text = `${file} was removed: a git that was killed had left it ${age} ago, and no process had it any more.`;
    this.report('repository_notice', text, null);
  }

  /** Something else has written into the records; nothing of it counts. */
  #foreign(store: Store, found: readonly ForeignChange[]): void {
    const documents = found.filter((one) => one.kind === 'document');
    const task = documents.find(({ collection }) => collection === 'tasks');
    const isThere = task !== undefined && store.get('tasks', task.id) !== null;
    const text = `Something that is not Switchyard wrote into its records: ${foreignWords(found)}. Nothing of it counts. Look at what ran since then: an agent without a sandbox can write there.`;
    this.report('records_changed', text, isThere ? { kind: 'task', id: task.id } : null);
  }

  /** Where refs are not what the receipts of the last run say; said once. */
  differences(found: readonly ReceiptDifference[]): void {
    const said = new Set(this.#store?.all('notifications').map(({ text }) => text));
    for (const { taskId, text } of found) {
      if (!said.has(text)) this.report('records_changed', text, { kind: 'task', id: taskId });
    }
  }

  /** Without a subject, it is about the newest run; the same words are not said twice while they are unread. */
  report(type: NotificationType, text: string, about: Notification['subject'] | null): void {
    const store = this.#store;
    if (store === null) {
      this.#waiting.push([type, text, about]);
      return;
    }
    this.#parts.logger.warn(text);
    const run = store.all('runs').at(-1);
    const subject = about ?? (run === undefined ? null : { kind: 'run' as const, id: run.id });
    if (subject === null) return;
    const isSaid = store.all('notifications').some((one) => !one.read && one.text === text);
    if (isSaid) return;
    const written = commit(store, [notification(this.#parts, type, text, subject)]);
    if (!written.ok) this.#parts.logger.warn(written.error.message);
  }
}

/** More than these are counted. */
const mostNamed = 5;

function foreignWords(found: readonly ForeignChange[]): string {
  const lines = found.filter((one) => one.kind === 'line');
  const gaps = found.filter((one) => one.kind === 'gap');
  const documents = found.filter((one) => one.kind === 'document');
  const about = [...new Set(lines.map((one) => one.about))];
  return [
    ...(lines.length === 0
      ? []
      : [`${plural(lines.length, 'line')} of the log (about ${named(about)}), not believed`]),
    ...(gaps.length === 0
      ? []
      : [`lines are gone from the log before ${named(gaps.map((one) => String(one.sequence)))}`]),
    ...(documents.length === 0
      ? []
      : [
          `${named(documents.map(({ collection, id }) => `${collection} ${id}`))}, put back to what the log says`,
        ]),
  ].join('; ');
}

function named(names: readonly string[]): string {
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `${names.slice(0, mostNamed).join(', ')}${more}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
