import type { WorkspaceNews } from '#shared/contract/workspaces.ts';
import { entryGroups, unreadGroups } from '#shared/core/inbox/entry-kinds.ts';
import type { EntryRecords } from '#shared/core/inbox/entry-kinds.ts';
import { needsOf } from '#shared/core/needs/needs.ts';
import type { NeedRecords, NeedStatus } from '#shared/core/needs/needs.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import type { Notification } from '#shared/model/notification.ts';
import { openChanges } from '#main/landing/foreign-entries.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import type { Workspace } from '#main/engine/workspace.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';

/** How many entries are sent with the counts. */
const sentEntries = 5;

/** The news of one open workspace, which are read again only when something may have changed them. */
export class WatchedNews {
  readonly #open: OpenWorkspace;
  readonly #changed: () => void;
  readonly #subscriptions: readonly Subscription[];
  #news: WorkspaceNews | null = null;
  /** All notifications by id, so that a long inbox is not read again with each commit. */
  #inbox: Map<string, Notification> | null = null;
  #foreign = -1;
  /** The run that is driven here, which knows which of its agents wait. */
  #run: { readonly id: string; readonly stop: AbortController } | null = null;
  #questions: NeedStatus['questions'] | null = null;

  /** `changed` is called when {@link read} may have another answer than before. */
  constructor(open: OpenWorkspace, changed: () => void) {
    this.#open = open;
    this.#changed = changed;
    this.#subscriptions = [
      open.workspace.store.onCommit((entries) => {
        for (const entry of entries) {
          if (entry.collection === 'notifications')
            this.#inbox?.set(entry.document.id, entry.document);
        }
        this.#forget();
      }),
      open.onTrust(() => this.#forget()),
    ];
  }

  /** What there is to know now. */
  read(): WorkspaceNews {
    const { store } = this.#open.workspace;
    this.#followRun();
    const foreign = store.foreignVersion();
    if (foreign !== this.#foreign) [this.#news, this.#inbox] = [null, null];
    this.#foreign = foreign;
    this.#inbox ??= new Map(store.all('notifications').map((one) => [one.id, one]));
    this.#news ??= newsOf(this.#open, this.#inbox, this.#questions);
    return this.#news;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#run?.stop.abort();
  }

  #forget(): void {
    this.#news = null;
    this.#changed();
  }

  /** Only a run that is driven here is looked at: its status costs something. */
  #followRun(): void {
    const { drivenRun } = this.#open;
    if (drivenRun?.run.id === this.#run?.id) return;
    this.#run?.stop.abort();
    this.#run = null;
    this.#questions = null;
    this.#news = null;
    if (drivenRun === null) return;
    const stop = new AbortController();
    this.#run = { id: drivenRun.run.id, stop };
    // Its last commit comes before the host lets go of it.
    drivenRun.finished.then(this.#changed, this.#changed);
    void this.#followStatus(stop.signal);
  }

  async #followStatus(signal: AbortSignal): Promise<void> {
    for await (const { questions } of this.#open.status.watch(signal)) {
      if (signal.aborted) return;
      if (this.#questions !== null && sameValue(questions, this.#questions)) continue;
      this.#questions = questions;
      this.#forget();
    }
  }
}

/** `questions`: what agents ask, as the host sees it; null when it does not know. */
function newsOf(
  { id, info, workspace }: OpenWorkspace,
  inbox: ReadonlyMap<string, Notification>,
  questions: NeedStatus['questions'] | null,
): WorkspaceNews {
  const { store } = workspace;
  const unread = [...inbox.values()].filter(({ read }) => !read);
  const records = recordsOf(workspace, inbox, questions);
  const entries = unread
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id))
    .slice(0, sentEntries)
    .map((notification) => {
      const { kind, id: subjectId } = notification.subject;
      const attempt = kind === 'attempt' ? store.get('attempts', subjectId) : null;
      return { notification, taskId: attempt?.taskId ?? null };
    });
  return {
    id,
    name: info.name,
    unread: unreadGroups(entryGroups(unread, records)),
    needing: needsOf(records).length,
    entries,
  };
}

function recordsOf(
  { store, trust }: Pick<Workspace, 'store' | 'trust'>,
  inbox: ReadonlyMap<string, Notification>,
  questions: NeedStatus['questions'] | null,
): NeedRecords & EntryRecords {
  const unfinished = unfinishedRun(store);
  return {
    notifications: inbox,
    tasks: { values: () => store.find('tasks', 'status', 'blocked') },
    epics: { get: (id) => store.get('epics', id) ?? undefined },
    attempts: { get: (id) => store.get('attempts', id) ?? undefined },
    landings: { values: () => store.find('landings', 'phase', 'waiting') },
    runs: {
      get: (id) => store.get('runs', id) ?? undefined,
      values: () => store.all('runs'),
    },
    status: {
      run:
        unfinished === null
          ? null
          : { id: unfinished.run.id, alive: unfinished.alive, here: questions !== null },
      questions: questions ?? [],
      foreignChanges: openChanges(store).map(({ id }) => id),
      trust: trust.state,
    },
  };
}
