import type { WorkspaceNews } from '#shared/contract/workspaces.ts';
import { neededEntries } from '#shared/core/inbox/needed-entries.ts';
import type { InboxFacts } from '#shared/core/inbox/needed-entries.ts';
import type { Collections } from '#shared/core/records/collections.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import type { Notification } from '#shared/model/notification.ts';
import { openChanges } from '#main/landing/foreign-entries.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import type { Store } from '#main/store/store.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';

/** How many entries are sent with the counts. */
const sentEntries = 5;

/** The news of one open workspace, which are read again only when something may have changed them. */
export class WatchedNews {
  readonly #open: OpenWorkspace;
  readonly #changed: () => void;
  readonly #commits: Subscription;
  #news: WorkspaceNews | null = null;
  /** All notifications by id, so that a long inbox is not read again with each commit. */
  #inbox: Map<string, Notification> | null = null;
  #foreign = -1;
  /** The run that is driven here, which knows which of its agents wait. */
  #run: { readonly id: string; readonly stop: AbortController } | null = null;
  #waiting: readonly string[] | null = null;

  /** `changed` is called when {@link read} may have another answer than before. */
  constructor(open: OpenWorkspace, changed: () => void) {
    this.#open = open;
    this.#changed = changed;
    this.#commits = open.workspace.store.onCommit((entries) => {
      for (const entry of entries) {
        if (entry.collection === 'notifications')
          this.#inbox?.set(entry.document.id, entry.document);
      }
      this.#forget();
    });
  }

  /** What there is to know now. */
  read(): WorkspaceNews {
    const { store } = this.#open.workspace;
    this.#followRun();
    const foreign = store.foreignVersion();
    if (foreign !== this.#foreign) [this.#news, this.#inbox] = [null, null];
    this.#foreign = foreign;
    this.#inbox ??= new Map(store.all('notifications').map((one) => [one.id, one]));
    this.#news ??= newsOf(this.#open, this.#inbox, this.#waiting);
    return this.#news;
  }

  dispose(): void {
    this.#commits.dispose();
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
    this.#waiting = null;
    this.#news = null;
    if (drivenRun === null) return;
    const stop = new AbortController();
    this.#run = { id: drivenRun.run.id, stop };
    // Its last commit comes before the host lets go of it.
    drivenRun.finished.then(this.#changed, this.#changed);
    void this.#followStatus(stop.signal);
  }

  async #followStatus(signal: AbortSignal): Promise<void> {
    for await (const { waiting } of this.#open.status.watch(signal)) {
      if (signal.aborted) return;
      if (this.#waiting !== null && sameValue(waiting, this.#waiting)) continue;
      this.#waiting = waiting;
      this.#forget();
    }
  }
}

/** `waiting`: attempts whose agent waits, as the host sees it; null when it does not know. */
function newsOf(
  { id, info, workspace }: OpenWorkspace,
  inbox: ReadonlyMap<string, Notification>,
  waiting: readonly string[] | null,
): WorkspaceNews {
  const { store } = workspace;
  const unread = [...inbox.values()].filter(({ read }) => !read);
  const needed = neededEntries(inbox.values(), factsOf(store, waiting));
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
    unread: unread.length,
    needing: needed.size,
    entries,
  };
}

function factsOf(store: Store, waiting: readonly string[] | null): InboxFacts {
  const lookup = <Name extends 'tasks' | 'epics' | 'attempts' | 'runs'>(name: Name) => ({
    get: (id: string): Collections[Name] | undefined => store.get(name, id) ?? undefined,
    values: (): Iterable<Collections[Name]> => store.all(name),
  });
  const unfinished = unfinishedRun(store);
  return {
    tasks: lookup('tasks'),
    epics: lookup('epics'),
    attempts: lookup('attempts'),
    landings: { values: () => store.find('landings', 'phase', 'waiting') },
    runs: lookup('runs'),
    status: {
      run: unfinished === null ? null : { alive: unfinished.alive, here: waiting !== null },
      waiting: waiting ?? [],
      foreignChanges: openChanges(store).map(({ id }) => id),
    },
  };
}
