import { describe, expect, it } from 'vitest';
import { FocusRequests } from './focus-requests.ts';

function requestFor(name: string, isForText = false): FocusRequests {
  const requests = new FocusRequests();
  requests.make({ name, isForText, madeAt: 0 });
  return requests;
}

describe('a request for the focus', () => {
  it('is granted once, to the place that it names', () => {
    const requests = requestFor('title e.1');
    expect(requests.take('title e.2', 10)).toBe(false);
    expect(requests.take('title e.1', 10)).toBe(true);
    expect(requests.take('title e.1', 10)).toBe(false);
  });

  it('waits three seconds for its place', () => {
    expect(requestFor('title e.1').take('title e.1', 2_999)).toBe(true);
    expect(requestFor('title e.1').take('title e.1', 3_000)).toBe(false);
  });

  it('is over when the person has turned to something else, or asks for another place', () => {
    const turned = requestFor('title e.1');
    turned.personTurned();
    expect(turned.take('title e.1', 10)).toBe(false);
    const other = requestFor('title e.1');
    other.make({ name: 'title e.2', isForText: false, madeAt: 5 });
    expect(other.take('title e.1', 10)).toBe(false);
    expect(other.take('title e.2', 10)).toBe(true);
  });

  it('says whether a text is awaited, for as long as it waits', () => {
    const requests = requestFor('spec e.1', true);
    expect([requests.isTextAwaited(10), requests.isTextAwaited(3_000)]).toEqual([true, false]);
    requests.take('spec e.1', 10);
    expect(requests.isTextAwaited(10)).toBe(false);
    expect(requestFor('title e.1').isTextAwaited(10)).toBe(false);
  });
});
