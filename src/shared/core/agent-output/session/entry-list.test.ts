import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionEntry } from '#shared/model/session-entry.ts';
import { EntryList } from './entry-list.ts';

const question = (text: string): SessionEntry => ({
  kind: 'question',
  at: null,
  isNested: false,
  text,
});
const megabyte = 1024 ** 2;

function listOf(entries: readonly SessionEntry[]): EntryList {
  const list = new EntryList();
  for (const entry of entries) list.push(entry);
  return list;
}

describe('a list of entries', () => {
  it('has nothing at its beginning', () => {
    const list = new EntryList();
    expect([list.first, list.end, list.last, list.at(0)]).toEqual([0, 0, undefined, undefined]);
    list.replaceLast(question('lost'));
    expect(list.slice(0, 10)).toEqual([]);
  });

  it('keeps order and count of what it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.nat(40), fc.nat(40), (texts, from, to) => {
        const entries = texts.map(question);
        const list = new EntryList();
        expect(entries.map((entry) => list.push(entry))).toEqual([...entries.keys()]);
        expect([list.first, list.end, list.last]).toEqual([0, entries.length, entries.at(-1)]);
        expect(list.slice(0, list.end)).toEqual(entries);
        expect(list.slice(from, to)).toEqual(entries.slice(from, to));
        expect(list.at(from)).toBe(entries[from]);
      }),
    );
  });

  it('replaces one in its place, and none that is not there', () => {
    const list = listOf(['a', 'b', 'c'].map(question));
    list.replace(1, question('B'));
    list.replaceLast(question('C'));
    for (const place of [-1, 3]) list.replace(place, question('lost'));
    expect(list.slice(0, 9)).toEqual(['a', 'B', 'C'].map(question));
  });
});

describe('a list of more than is kept', () => {
  const long = 'x'.repeat(megabyte / 32);
  /** 1,500 of them are more than 32 MiB. */
  const many = Array.from({ length: 1_500 }, (_, index) => question(`${index} ${long}`));

  it('lets the oldest go, and leaves the others in their places', () => {
    const list = listOf(many);
    expect(list.first).toBe(1_000);
    expect(list.end).toBe(1_500);
    expect(list.at(999)).toBeUndefined();
    expect(list.at(1_000)).toBe(many[1_000]);
    expect(list.slice(0, 1_002)).toEqual([many[1_000], many[1_001]]);
    expect(list.slice(0, 500)).toEqual([]);
  });

  it('does not take back what it has let go', () => {
    const list = listOf(many);
    list.replace(5, question('late'));
    expect([list.first, list.end, list.at(5)]).toEqual([1_000, 1_500, undefined]);
  });

  it('keeps the newest one, however long that is', () => {
    const huge = question('x'.repeat(40 * megabyte));
    const list = listOf([question('a'), huge]);
    expect(list.slice(0, 2)).toEqual([huge]);
    list.push(question('b'));
    expect(list.at(2)).toEqual(question('b'));
    expect(list.end).toBe(3);
  });

  it('counts what has grown since it was put there, and what has shrunk', () => {
    const list = listOf([question('a'), question('b')]);
    list.replace(0, question('x'.repeat(33 * megabyte)));
    list.replace(0, question('a'));
    list.push(question('c'));
    expect(list.first).toBe(0);
    list.replace(1, question('x'.repeat(33 * megabyte)));
    list.push(question('d'));
    expect(list.slice(0, 9)).toEqual([question('d')]);
  });
});
