import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MessageReader,
  numberIn,
  numbersContent,
  startContent,
  writeMessage,
} from './starter-messages.ts';

const messages = fc.array(
  fc.record({
    kind: fc.constantFrom('s', 'i', 'o', 'z'),
    id: fc.nat(2 ** 32 - 1),
    content: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  }),
);

describe('the messages of the starter', () => {
  it('come out as they went in, in whatever pieces they come', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 400 })), (sent, sizes) => {
        const all = Buffer.concat(
          sent.map(({ kind, id, content }) => writeMessage(kind, id, content)),
        );
        const reader = new MessageReader();
        const heard = [];
        let at = 0;
        for (const size of [...sizes, all.length]) {
          heard.push(...reader.read(all.subarray(at, at + size)));
          at += size;
        }
        expect(heard.map(({ kind, id, content }) => ({ kind, id, content }))).toEqual(sent);
      }),
    );
  });

  it('hold numbers up to the largest', () => {
    const content = numbersContent(0, 1, 2 ** 32 - 1);
    expect([0, 1, 2].map((place) => numberIn(content, place))).toEqual([0, 1, 2 ** 32 - 1]);
  });

  it('hold folder, command and variables, and refuse what no program can be given', () => {
    const content = startContent('/a b', ['git', ''], { ONE: '1', TWO: 'zwölf' });
    expect(content?.subarray(8).toString()).toBe('/a b\0git\0\0ONE=1\0TWO=zwölf\0');
    expect([0, 1].map((place) => numberIn(content ?? Buffer.alloc(8), place))).toEqual([2, 2]);
    expect(startContent('/', ['git', 'a\0b'], {})).toBeNull();
    expect(startContent('/', ['git'], { ONE: 'a\0b' })).toBeNull();
  });
});
