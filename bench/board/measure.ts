import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import type { Task } from '#shared/model/task.ts';
import type { Store } from '#main/store/store.ts';
import { median, percentile, round } from '../lib/statistics.ts';

/** What the probes of the page have noted, in ms since its navigation began. */
interface Probes {
  readonly cardAt: number | null;
  readonly walkedAt: number | null;
  readonly dropAt: number | null;
  readonly shownAt: number | null;
  watchDrop(taskId: string, column: string, above: string | null): void;
  watchFrames(ms: number): Promise<readonly number[]>;
}

declare global {
  // The browser's window, which this program has no types of.
  var benchProbes: Probes;
}

/** Times of one drag in ms, from the drop on. */
export interface DragTimes {
  readonly kind: 'edit' | 'command';
  readonly visibleMs: number;
  readonly storedMs: number;
}

const longFrameMs = 33;

/** Waits until `read` gives something, asking every few milliseconds. */
async function until<Value>(
  what: string,
  read: () => Promise<Value | null> | Value | null,
  limitMs = 60_000,
): Promise<Value> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (value !== null) return value;
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}`);
    await delay(2);
  }
}

/** Waits until every task is in the page's own store, and it has come to rest. */
export async function waitForReplica(page: Page, tasks: number): Promise<void> {
  await until(
    `${tasks} tasks`,
    async () => {
      const shown = await page
        .locator('[data-column]')
        .evaluateAll((lists) =>
          lists
            .map((list) =>
              Number(/([\d,]+) tasks?$/.exec(list.ariaLabel ?? '')?.[1]?.replaceAll(',', '') ?? 0),
            )
            .reduce((sum, one) => sum + one, 0),
        );
      await delay(100);
      return shown === tasks ? shown : null;
    },
    300_000,
  );
  await delay(3000);
}

/** Reloads the page and presses a key until the focus has walked to another card; ms since navigation. */
export async function timeToInteractive(page: Page): Promise<number> {
  await page.reload({ waitUntil: 'commit' });
  await until('the first card', async () =>
    page.evaluate(() => globalThis.benchProbes?.cardAt ?? null).catch(() => null),
  );
  for (;;) {
    await page.keyboard.press('ArrowDown');
    const walkedAt = await page.evaluate(() => globalThis.benchProbes.walkedAt);
    if (walkedAt !== null) return walkedAt;
  }
}

interface Drag {
  readonly taskId: string;
  /** Column it is dropped on. */
  readonly column: string;
  /** Card that it is dropped under; null anywhere. */
  readonly above: string | null;
  /** Whether the host's store has what the drop did. */
  readonly isStored: (task: Task | null, before: Task | null) => boolean;
}

/** The tasks whose cards can be seen whole in a column, from the top; others are in the page too. */
async function cardsInSight(page: Page, column: string): Promise<readonly string[]> {
  return page.locator(`[data-column="${column}"] [data-task-id]`).evaluateAll((cards) =>
    cards
      .map((card) => ({
        id: card.getAttribute('data-task-id') ?? '',
        box: card.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.top > 80 && box.bottom < 860)
      .sort((a, b) => a.box.top - b.box.top)
      .map(({ id }) => id),
  );
}

/** Drags a card with the mouse, and waits until the page shows it and the host's store has it. */
async function drag(page: Page, store: Store, request: Drag): Promise<DragTimes> {
  const { taskId, column, above } = request;
  const card = page.locator(`[data-task-id="${taskId}"]`);
  const from = await card.boundingBox();
  const target = above ?? (await cardsInSight(page, column))[2] ?? '';
  const to = await page.locator(`[data-task-id="${target}"]`).boundingBox();
  if (from === null || to === null) throw new Error(`${taskId} cannot be dragged to ${column}`);
  const before = store.get('tasks', taskId);
  await page.mouse.move(from.x + 40, from.y + 40);
  await page.mouse.down();
  await page.mouse.move(from.x + 52, from.y + 52, { steps: 3 });
  await page.mouse.move(to.x + 60, to.y + to.height - 10, { steps: 5 });
  await page.evaluate(
    ([id, name, other]) => globalThis.benchProbes.watchDrop(id ?? '', name ?? '', other ?? null),
    [taskId, column, above],
  );
  await page.mouse.up();
  const storedAt = await until(`${taskId} in the store`, () =>
    request.isStored(store.get('tasks', taskId), before) ? Date.now() : null,
  );
  const { dropAt, shownAt, origin } = await until(`${taskId} in ${column}`, async () =>
    page.evaluate(() => {
      const { dropAt: dropped, shownAt: shown } = globalThis.benchProbes;
      if (dropped === null || shown === null) return null;
      return { dropAt: dropped, shownAt: shown, origin: performance.timeOrigin };
    }),
  );
  await delay(150);
  return {
    kind: above === null ? 'command' : 'edit',
    visibleMs: shownAt - dropAt,
    storedMs: Math.max(0, storedAt - origin - dropAt),
  };
}

/** `count` drags: by turns a card down its column, which is an edit, and one out of Blocked, a command. */
export async function timeDrags(
  page: Page,
  store: Store,
  count: number,
): Promise<readonly DragTimes[]> {
  const times: DragTimes[] = [];
  for (let made = 0; made < count; made += 1) {
    if (made % 2 === 0) {
      const ready = await cardsInSight(page, 'ready');
      const [taskId = '', , above = ''] = ready;
      const isStored: Drag['isStored'] = (task, before) => task?.ordinal !== before?.ordinal;
      times.push(await drag(page, store, { taskId, column: 'ready', above, isStored }));
    } else {
      const [taskId = ''] = await cardsInSight(page, 'blocked');
      const waits = (store.get('tasks', taskId)?.dependencies ?? []).some(
        (id) => store.get('tasks', id)?.status !== 'closed',
      );
      const column = waits ? 'backlog' : 'ready';
      const isStored: Drag['isStored'] = (task) => task?.status === 'open';
      // Where it lands follows from its id, which may be out of sight: it is gone from where it was.
      times.push(await drag(page, store, { taskId, column, above: null, isStored }));
    }
  }
  return times;
}

/** Turns the wheel over a long column; percent of frames that took longer than 33 ms. */
export async function scrollJank(page: Page, column: string, ms: number): Promise<number> {
  const box = await page.locator(`section:has([data-column="${column}"])`).boundingBox();
  if (box === null) throw new Error(`There is no column ${column}`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const frames = page.evaluate((duration) => globalThis.benchProbes.watchFrames(duration), ms);
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await page.mouse.wheel(0, 120);
    await delay(16);
  }
  const lengths = await frames;
  const long = lengths.filter((length) => length > longFrameMs).length;
  return round((100 * long) / Math.max(1, lengths.length), 2);
}

/** The page's JavaScript heap after a collection, in MB. */
export async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return round(usedSize / 1024 / 1024, 1);
}

/** Medians of the drags that edit and of those that are commands, in a sentence. */
export function describeDrags(times: readonly DragTimes[]): string {
  const kinds = (['edit', 'command'] as const).map((kind) => {
    const own = times.filter((one) => one.kind === kind);
    const visible = round(median(own.map(({ visibleMs }) => visibleMs)));
    const stored = round(median(own.map(({ storedMs }) => storedMs)));
    return `${own.length} by ${kind}: visible ${visible} ms, stored ${stored} ms (medians)`;
  });
  return kinds.join('; ');
}

/** The value that 95 of 100 drags do not exceed. */
export function p95(times: readonly DragTimes[], of: 'visibleMs' | 'storedMs'): number {
  return round(
    percentile(
      times.map((one) => one[of]),
      95,
    ),
  );
}
