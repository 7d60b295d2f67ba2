import type { WorkspaceNews } from '#shared/contract/workspaces.ts';
import { sameValue } from '#shared/core/edits/three-way.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { Audience } from './audience.ts';
import type { OpenWorkspace } from '#main/engine/host/hosted-workspace.ts';
import { LatestValue } from './latest-value.ts';
import { WatchedNews } from './watched-news.ts';

/** Changes that follow each other within so many milliseconds are looked at together. */
const gatherMs = 300;
/** How often is looked whether another process has written into one of the stores, in ms. */
const foreignMs = 2_000;

/** The part of a host that the news come from. */
interface NewsSource {
  readonly openWorkspaces: readonly OpenWorkspace[];
  onOpen(listener: (opened: OpenWorkspace) => void): Subscription;
}

/**
 * What waits in each workspace that a host has open, for pages that show another one. Nothing is looked
 * at while nobody listens, and nothing is sent while nothing changes.
 */
export class HostNews {
  readonly #source: NewsSource;
  readonly #logger: Logger;
  readonly #audience = new Audience<WorkspaceNews[], LatestValue<WorkspaceNews[]>>(() =>
    this.#listen(),
  );
  readonly #watched = new Map<string, WatchedNews>();
  #news: WorkspaceNews[] | null = null;
  #gathering: NodeJS.Timeout | null = null;

  constructor(source: NewsSource, logger: Logger) {
    this.#source = source;
    this.#logger = logger;
  }

  /** The present news, then each time all of them when some have changed; ends with `signal` or the host. */
  async *watch(signal?: AbortSignal): AsyncGenerator<WorkspaceNews[], void, void> {
    const viewer = new LatestValue<WorkspaceNews[]>();
    if (this.#news !== null) viewer.set(this.#news);
    yield* this.#audience.follow(viewer, signal);
  }

  /** Ends for all listeners. */
  close(): void {
    this.#audience.dismiss();
  }

  #listen(): Subscription {
    const opened = this.#source.onOpen(() => this.#gather());
    const timer = setInterval(() => this.#gather(), foreignMs);
    // After the first listener has a queue.
    queueMicrotask(() => this.#look());
    return {
      dispose: () => {
        opened.dispose();
        clearInterval(timer);
        if (this.#gathering !== null) clearTimeout(this.#gathering);
        this.#gathering = null;
        for (const watched of this.#watched.values()) watched.dispose();
        this.#watched.clear();
        this.#news = null;
      },
    };
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#look();
    }, gatherMs);
  }

  #look(): void {
    if (this.#audience.queues.size === 0) return;
    const open = this.#source.openWorkspaces;
    const ids = new Set(open.map(({ id }) => id));
    for (const [id, watched] of this.#watched) {
      if (ids.has(id)) continue;
      watched.dispose();
      this.#watched.delete(id);
    }
    const news = open.flatMap((one) => this.#read(one) ?? []);
    if (sameValue(news, this.#news)) return;
    this.#news = news;
    for (const viewer of this.#audience.queues) viewer.set(news);
  }

  /** The news of one workspace; null while its store cannot be read, as when it is being closed. */
  #read(open: OpenWorkspace): WorkspaceNews | null {
    let watched = this.#watched.get(open.id);
    if (watched === undefined) {
      watched = new WatchedNews(open, () => this.#gather());
      this.#watched.set(open.id, watched);
    }
    try {
      return watched.read();
    } catch (error) {
      this.#logger.debug(`The news of ${open.info.name} cannot be read: ${String(error)}`);
      return null;
    }
  }
}
