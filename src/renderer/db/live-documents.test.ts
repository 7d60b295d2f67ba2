import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { LiveDocuments } from './live-documents.ts';
import type { StoredDocument } from './live-documents.ts';

interface Note {
  readonly id: string;
  readonly text: string;
}

const stored = (id: string, height: number, text: string | null): StoredDocument<Note> => ({
  id,
  height,
  document: text === null ? null : { id, text },
});

/** Documents whose "frame" is over when the test says so. */
function setUp() {
  const due: (() => void)[] = [];
  const live = new LiveDocuments<Note>((work) => {
    due.push(work);
    return () => due.splice(due.indexOf(work), 1);
  });
  const listener = vi.fn();
  live.subscribe(listener);
  const frame = (): void => due.splice(0).forEach((work) => work());
  const texts = (): Record<string, string> =>
    Object.fromEntries([...live.snapshot()].map(([id, { text }]) => [id, text]));
  return { live, listener, frame, texts };
}

describe('live documents', () => {
  it('gather the changes of a frame into one snapshot', () => {
    const { live, listener, frame, texts } = setUp();
    live.load([stored('a', 1, 'A'), stored('b', 1, 'B')]);
    const before = live.snapshot();
    live.apply([stored('a', 2, 'A2')]);
    live.apply([stored('c', 1, 'C'), stored('b', 2, null)]);
    expect(live.snapshot()).toBe(before);
    frame();
    expect(texts()).toEqual({ a: 'A2', c: 'C' });
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('keep the snapshot while nothing changes, and documents that did not change', () => {
    const { live, listener, frame } = setUp();
    live.load([stored('a', 1, 'A'), stored('b', 1, 'B')]);
    const before = live.snapshot();
    live.apply([stored('a', 1, 'again')]);
    frame();
    expect(live.snapshot()).toBe(before);
    live.apply([stored('a', 2, 'A2')]);
    frame();
    expect(live.snapshot().get('b')).toBe(before.get('b'));
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('leave out what is older than what they know: tabs may tell late', () => {
    const { live, frame, texts } = setUp();
    live.apply([stored('a', 3, 'new')]);
    live.load([stored('a', 2, 'as it was read')]);
    live.apply([stored('a', 1, 'old')]);
    frame();
    expect(texts()).toEqual({ a: 'new' });
  });

  it('show an edit at once, over what the store says meanwhile, until it is confirmed', () => {
    const { live, frame, texts } = setUp();
    live.load([stored('a', 1, 'A')]);
    const end = live.show([
      { id: 'a', transform: (note) => note && { ...note, text: `${note.text} edited` } },
    ]);
    expect(texts()).toEqual({ a: 'A edited' });
    live.apply([stored('a', 2, 'from the host')]);
    frame();
    expect(texts()).toEqual({ a: 'from the host edited' });
    end([stored('a', 3, 'from the host edited')]);
    expect(texts()).toEqual({ a: 'from the host edited' });
    expect(live.stored('a')).toEqual({ id: 'a', text: 'from the host edited' });
  });

  it('take an edit back that does not happen', () => {
    const { live, texts } = setUp();
    live.load([stored('a', 1, 'A')]);
    const add = (text: string) => (note: Note | null) =>
      note && { ...note, text: `${note.text}${text}` };
    const endFirst = live.show([{ id: 'a', transform: add('1') }]);
    const endSecond = live.show([{ id: 'a', transform: add('2') }]);
    expect(texts()).toEqual({ a: 'A12' });
    endFirst([]);
    expect(texts()).toEqual({ a: 'A2' });
    endSecond([]);
    expect(texts()).toEqual({ a: 'A' });
  });

  it('show and end several edits with one snapshot each, whatever became of them', () => {
    const { live, listener, texts } = setUp();
    live.load([stored('a', 1, 'A'), stored('b', 1, 'B')]);
    const mark = (note: Note | null) => note && { ...note, text: `${note.text}!` };
    const end = live.show(['a', 'b'].map((id) => ({ id, transform: mark })));
    expect(texts()).toEqual({ a: 'A!', b: 'B!' });
    end([stored('b', 2, 'B!')]);
    expect(texts()).toEqual({ a: 'A', b: 'B!' });
    expect(listener).toHaveBeenCalledTimes(3);
  });

  it('show a document that only an edit has made', () => {
    const { live, texts } = setUp();
    const end = live.show([{ id: 'n', transform: () => ({ id: 'n', text: 'new' }) }]);
    expect(texts()).toEqual({ n: 'new' });
    end([]);
    expect(texts()).toEqual({});
  });

  it('end as the store, in whatever order its changes arrive', () => {
    const changes = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c'),
        height: fc.integer({ min: 1, max: 6 }),
        isGone: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(changes, (told) => {
        const { live, frame, texts } = setUp();
        const latest = new Map<string, StoredDocument<Note>>();
        for (const { id, height, isGone } of told) {
          const known = latest.get(id);
          // The same height is always the same document.
          const row =
            known?.height === height ? known : stored(id, height, isGone ? null : `${id}${height}`);
          live.apply([row]);
          if (known === undefined || row.height > known.height) latest.set(id, row);
        }
        frame();
        const expected = [...latest.values()].flatMap(({ id, document }) =>
          document === null ? [] : [[id, document.text]],
        );
        expect(texts()).toEqual(Object.fromEntries(expected));
      }),
    );
  });
});
