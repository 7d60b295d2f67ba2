import { describe, expect, it } from 'vitest';
import { DraftStore } from './draft-store.ts';

/** A browser's storage in memory, with room for so many texts. */
function storage(room = Infinity): Storage {
  const texts = new Map<string, string>();
  return {
    get length() {
      return texts.size;
    },
    clear: () => texts.clear(),
    getItem: (key) => texts.get(key) ?? null,
    key: (index) => [...texts.keys()][index] ?? null,
    removeItem: (key) => void texts.delete(key),
    setItem(key, text) {
      if (texts.size >= room) throw new DOMException('full', 'QuotaExceededError');
      texts.set(key, text);
    },
  };
}

const draft = { text: 'Half a sen', base: '' };

describe('drafts', () => {
  it('outlive a reload, and are gone when they are saved or given up', () => {
    const [own, shared] = [storage(), storage()];
    const before = new DraftStore(own, shared);
    before.keep('a', draft);
    before.leave();
    const after = new DraftStore(own, shared);
    after.comeBack();
    expect(shared.length).toBe(0);
    expect(after.take('a')).toEqual(draft);
    after.keep('a', null);
    expect([after.take('a'), own.getItem('switchyard-draft:a')]).toEqual([null, null]);
  });

  it('are found by how their names begin, those of this tab alone', () => {
    const shared = storage();
    const store = new DraftStore(storage(), shared);
    store.keep('shop/e.1/title', draft);
    expect([store.has('shop/e.1/'), store.has('shop/e.11/')]).toEqual([true, false]);
    expect(new DraftStore(storage(), shared).has('shop/e.1/')).toBe(false);
  });

  it('are not seen by other tabs while their own lives, and go to one of them after that', () => {
    const shared = storage();
    const first = new DraftStore(storage(), shared);
    const second = new DraftStore(storage(), shared);
    first.keep('a', draft);
    expect(second.take('a')).toBeNull();
    first.leave();
    expect(second.take('a')).toEqual(draft);
    expect(new DraftStore(storage(), shared).take('a')).toBeNull();
  });

  it('of several closed tabs all stay: the newest is offered, the next one when that is done with', () => {
    const shared = storage();
    let time = 0;
    const tab = (own = storage()) => new DraftStore(own, shared, { now: () => (time += 1) });
    const [first, second] = [tab(), tab()];
    first.keep('a', { text: 'AAA', base: '' });
    second.keep('a', { text: 'BBB', base: '' });
    first.leave();
    second.leave();
    const third = tab();
    expect(third.take('a')?.text).toBe('BBB');
    third.keep('a', null);
    expect(third.take('a')?.text).toBe('AAA');
    third.keep('a', null);
    expect([third.take('a'), shared.length]).toEqual([null, 0]);
  });

  it('of a closed tab stay where they are while a tab has one of its own, also over its reload', () => {
    const [own, shared] = [storage(), storage()];
    const closed = new DraftStore(storage(), shared);
    const before = new DraftStore(own, shared);
    closed.keep('a', { text: 'theirs', base: '' });
    before.keep('a', { text: 'mine', base: '' });
    closed.leave();
    expect(before.take('a')?.text).toBe('mine');
    before.leave();
    const after = new DraftStore(own, shared);
    after.comeBack();
    expect(after.take('a')?.text).toBe('mine');
    after.keep('a', null);
    expect(after.take('a')?.text).toBe('theirs');
  });

  it('of a tab and its duplicate are not written over by each other', () => {
    const [own, copy, shared] = [storage(), storage(), storage()];
    const tab = new DraftStore(own, shared);
    tab.keep('a', { text: 'both', base: '' });
    for (const key of ['switchyard-tab', 'switchyard-draft:a'])
      copy.setItem(key, own.getItem(key) ?? '');
    const twin = new DraftStore(copy, shared);
    twin.comeBack();
    twin.keep('a', { text: 'the twin went on', base: '' });
    tab.leave();
    twin.leave();
    twin.comeBack();
    expect(new DraftStore(storage(), shared).take('a')?.text).toBe('both');
  });

  it('that an earlier version of the page left are found, and go last', () => {
    const shared = storage();
    shared.setItem('switchyard-draft:a', JSON.stringify({ text: 'old', base: '' }));
    const tab = new DraftStore(storage(), shared);
    tab.keep('a', draft);
    tab.leave();
    const next = new DraftStore(storage(), shared);
    expect(next.take('a')).toEqual(draft);
    next.keep('a', null);
    expect(next.take('a')?.text).toBe('old');
  });

  it('that were left are bounded in number and age, each field by itself', () => {
    const shared = storage();
    const leave = (name: string, text: string, now: number): void => {
      const tab = new DraftStore(storage(), shared, { now: () => now });
      tab.keep(name, { text, base: '' });
      tab.leave();
    };
    const day = 24 * 60 * 60 * 1_000;
    leave('b', 'of another field', day);
    for (let count = 1; count <= 25; count += 1) leave('a', `text ${count}`, day + count);
    expect(shared.length).toBe(21);
    leave('a', 'months later', 120 * day);
    expect(shared.length).toBe(2);
    expect(new DraftStore(storage(), shared).take('b')?.text).toBe('of another field');
  });

  it('stay with all tabs where the own storage has no room for them', () => {
    const shared = storage();
    const tab = new DraftStore(storage(), shared);
    tab.keep('a', draft);
    tab.leave();
    expect(new DraftStore(storage(0), shared).take('a')).toEqual(draft);
    expect(new DraftStore(storage(), shared).take('a')).toEqual(draft);
  });

  it('are forgotten once they are saved, unless more was typed meanwhile', () => {
    const store = new DraftStore(storage(), storage());
    store.keep('a', draft);
    store.saved('a', draft);
    expect(store.take('a')).toBeNull();
    const newer = { ...draft, text: `${draft.text} and more` };
    store.keep('a', newer);
    store.saved('a', draft);
    expect(store.take('a')).toEqual(newer);
  });

  it('are taken back by a page that was only hidden', () => {
    const shared = storage();
    const page = new DraftStore(storage(), shared);
    page.keep('a', draft);
    page.leave();
    page.comeBack();
    expect(new DraftStore(storage(), shared).take('a')).toBeNull();
    expect(page.take('a')).toEqual(draft);
  });

  it('that cannot be kept or read are none, and other texts of the page stay alone', () => {
    const full = new DraftStore(storage(0), storage(0));
    full.keep('a', draft);
    expect(full.take('a')).toBeNull();
    const own = storage();
    own.setItem('switchyard-draft:a', '{"text":1}');
    own.setItem('switchyard-draft:b', 'not JSON');
    own.setItem('theme', 'dark');
    const store = new DraftStore(own, storage());
    store.leave();
    expect([store.take('a'), store.take('b'), own.getItem('theme')]).toEqual([null, null, 'dark']);
  });

  it('of great length are written once in a while, and at once when the page is hidden or goes', () => {
    const timers: (() => void)[] = [];
    const [own, shared] = [storage(), storage()];
    const store = new DraftStore(own, shared, { later: (act) => timers.push(act) });
    const long = (end: string) => ({ text: 'x'.repeat(1e6) + end, base: '' });
    const kept = (): string => own.getItem('switchyard-draft:a') ?? '';
    store.keep('a', long('1'));
    store.keep('a', long('12'));
    expect([kept(), timers.length]).toEqual(['', 1]);
    timers.shift()?.();
    expect(kept()).toContain('x12"');
    store.keep('a', long('123'));
    store.flush();
    expect(kept()).toContain('x123"');
    store.keep('a', long('1234'));
    store.leave();
    expect(shared.getItem(shared.key(0) ?? '')).toContain('x1234"');
    store.keep('a', long('12345'));
    expect(store.take('a')).toEqual(long('12345'));
    store.keep('a', long('123456'));
    store.keep('a', null);
    for (const act of timers) act();
    expect(kept()).toBe('');
  });
});
