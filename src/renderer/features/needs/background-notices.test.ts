import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { KeyValueStorage } from '#renderer/lib/remembered.ts';
import type * as notices from './background-notices.ts';

const key = 'switchyard.background-notices';

/** A notice of the system, as far as a page sees it. */
class Notice extends EventTarget {
  static permission: NotificationPermission = 'default';
  static answer: NotificationPermission = 'granted';
  static shown: Notice[] = [];
  isClosed = false;
  readonly words: readonly (string | undefined)[];

  constructor(title: string, { body, tag }: NotificationOptions) {
    super();
    this.words = [title, body, tag];
    Notice.shown.push(this);
  }

  static async requestPermission(): Promise<NotificationPermission> {
    Notice.permission = Notice.answer;
    return Promise.resolve(Notice.answer);
  }

  close(): void {
    this.isClosed = true;
  }
}

/** Notes that were played, in Hz. */
let played: number[] = [];
class Note extends EventTarget {
  readonly #frequency: number;
  constructor(_: unknown, { frequency }: { readonly frequency: number }) {
    super();
    this.#frequency = frequency;
  }
  connect(): void {}
  start(): void {
    played.push(this.#frequency);
  }
  stop(): void {
    queueMicrotask(() => this.dispatchEvent(new Event('ended')));
  }
}
let soundsOpen = 0;
class Sound {
  readonly currentTime = 0;
  constructor() {
    soundsOpen += 1;
  }
  async close(): Promise<void> {
    soundsOpen -= 1;
    return Promise.resolve();
  }
}
class Volume {
  connect(): void {}
}

let stored: Map<string, string>;
let focused = 0;

let pages = 0;

/** The module as a page has it that is opened now, with what is stored. */
async function opened(page: object = {}): Promise<typeof notices> {
  const storage: KeyValueStorage = {
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => void stored.set(name, value),
  };
  vi.stubGlobal('localStorage', storage);
  vi.stubGlobal('window', { Notification: Notice, focus: () => (focused += 1), ...page });
  vi.stubGlobal('Notification', Notice);
  vi.stubGlobal('AudioContext', Sound);
  vi.stubGlobal('GainNode', Volume);
  vi.stubGlobal('OscillatorNode', Note);
  onTestFinished(() => void vi.unstubAllGlobals());
  // Another address is another module; what it imports is not loaded again.
  pages += 1;
  const { href } = new URL(`background-notices.ts?page=${pages}`, import.meta.url);
  const module: typeof notices = await import(/* @vite-ignore */ href);
  return module;
}

beforeEach(() => {
  stored = new Map();
  played = [];
  focused = 0;
  Notice.shown = [];
  Notice.permission = 'default';
  Notice.answer = 'granted';
});

describe('what a person chose of notices in the background', () => {
  it('is at first that they come without a sound, once they are permitted', async () => {
    const { noticeChoice } = await opened();
    expect(noticeChoice()).toEqual({ isOn: true, hasSound: false, wasSuggested: false });
  });

  it('is kept for the next page, each part by itself', async () => {
    const first = await opened();
    first.chooseNotices({ hasSound: true });
    first.chooseNotices({ wasSuggested: true });
    const { noticeChoice } = await opened();
    expect(noticeChoice()).toEqual({ isOn: true, hasSound: true, wasSuggested: true });
  });

  it.each(['nonsense', '{"isOn":"yes"}', '[]'])(
    'is as at first where something else is stored: %s',
    async (text) => {
      stored.set(key, text);
      const { noticeChoice } = await opened();
      expect(noticeChoice()).toMatchObject({ isOn: true, wasSuggested: false });
    },
  );
});

describe('the permission to notify', () => {
  it('is missing where the browser cannot, and in the desktop app, which notifies by itself', async () => {
    expect((await opened()).noticePermission()).toBe('default');
    expect((await opened({ switchyard: {} })).noticePermission()).toBe('missing');
    const without = await opened();
    vi.stubGlobal('window', {});
    expect(without.noticePermission()).toBe('missing');
  });

  it('turns notices on where it is granted, and changes nothing where it is refused', async () => {
    const page = await opened();
    page.chooseNotices({ isOn: false });
    Notice.answer = 'denied';
    expect(await page.askForNotices()).toBe('denied');
    expect([page.noticeChoice().isOn, page.noticePermission()]).toEqual([false, 'denied']);
    Notice.answer = 'granted';
    expect(await page.askForNotices()).toBe('granted');
    expect([page.noticeChoice().isOn, page.noticePermission()]).toEqual([true, 'granted']);
  });
});

describe('a notice', () => {
  it('says what it is about, and leads there when it is clicked', async () => {
    const { showNotice } = await opened();
    let went = 0;
    showNotice('e.1 asks: Go on?', 'project', 'question e.1', () => (went += 1));
    const [notice] = Notice.shown;
    expect(notice?.words).toEqual(['e.1 asks: Go on?', 'project', 'question e.1']);
    expect([focused, went, notice?.isClosed]).toEqual([0, 0, false]);
    notice?.dispatchEvent(new Event('click'));
    expect([focused, went, notice?.isClosed]).toEqual([1, 1, true]);
  });

  it('sounds only where that was chosen, and lets the sound go when it is over', async () => {
    const { chooseNotices, showNotice } = await opened();
    showNotice('Silent', '', 'one', () => {});
    expect(played).toEqual([]);
    chooseNotices({ hasSound: true });
    showNotice('Heard', '', 'two', () => {});
    expect(played).toEqual([660, 880]);
    expect(soundsOpen).toBe(1);
    await expect.poll(() => soundsOpen, { interval: 1 }).toBe(0);
  });
});
