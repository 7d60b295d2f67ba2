import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeLocation,
  formatLocation,
  parseLocation,
  startLocation,
  taskTabs,
  viewNames,
  withoutTab,
} from './location.ts';
import type { AppLocation } from './location.ts';

const name = fc.option(fc.string({ minLength: 1, unit: 'grapheme' }), { nil: null });

const locations: fc.Arbitrary<AppLocation> = fc
  .record({
    workspaceId: name,
    view: fc.constantFrom(...viewNames),
    taskId: name,
    tab: fc.option(fc.constantFrom(...taskTabs), { nil: null }),
    subject: name,
    grouping: name,
    filter: name,
  })
  .map((location) => (location.taskId === null ? { ...location, tab: null } : location));

describe('a place', () => {
  it('is read back from its link as it was', () => {
    fc.assert(
      fc.property(locations, (location) => {
        expect(parseLocation(`#${formatLocation(location)}`)).toEqual(location);
      }),
    );
  });

  it('is read back as it was by way of a URL', () => {
    fc.assert(
      fc.property(locations, (location) => {
        const url = new URL('http://127.0.0.1:4000/');
        url.hash = formatLocation(location);
        expect(parseLocation(url.hash)).toEqual(location);
      }),
    );
  });

  it('has a link whatever was typed into a filter', () => {
    const location = { ...startLocation, filter: 'half \uD83D of a sign' };
    expect(parseLocation(formatLocation(location)).filter).toBe('half \uFFFD of a sign');
  });

  it('is found in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(viewNames).toContain(parseLocation(text).view);
      }),
    );
  });

  it('reads as a path of names', () => {
    const location = parseLocation('#/w/shop/board/by/epic/only/p%3A1/about/e-1/task/AUTH-42/diff');
    expect(location).toEqual({
      workspaceId: 'shop',
      view: 'board',
      subject: 'e-1',
      grouping: 'epic',
      filter: 'p:1',
      taskId: 'AUTH-42',
      tab: 'diff',
    });
  });

  it.each(['', '#', '#/', '#/nowhere', '#/w/', '#/%', '#/board/task/'])(
    'of %j is the start as far as it cannot be read',
    (hash) => {
      expect(parseLocation(hash)).toEqual(startLocation);
    },
  );
});

describe('going on', () => {
  const from: AppLocation = {
    workspaceId: 'shop',
    view: 'runs',
    taskId: 'A-1',
    tab: 'diff',
    subject: 'run-1',
    grouping: 'epic',
    filter: 'failed',
  };

  it('to another view leaves behind what this one showed, and keeps the task', () => {
    expect(changeLocation(from, { view: 'board' })).toEqual({
      ...from,
      view: 'board',
      subject: null,
      grouping: null,
      filter: null,
    });
    expect(changeLocation(from, { view: 'graph', subject: 'e' }).subject).toBe('e');
  });

  it('within a view keeps what it shows', () => {
    expect(changeLocation(from, { view: 'runs', filter: 'all' })).toEqual({
      ...from,
      filter: 'all',
    });
  });

  it('without a task closes its tab', () => {
    expect(changeLocation(from, { taskId: null })).toEqual({ ...from, taskId: null, tab: null });
  });

  it('to another task does not keep a tab that was shown by itself', () => {
    expect(withoutTab(from, { taskId: 'A-2' })).toEqual({ ...from, tab: null });
    expect(withoutTab(from, { view: 'board' })).toEqual(from);
    expect(withoutTab(from, { taskId: 'A-1' })).toEqual(from);
  });

  it('to another workspace begins at its board', () => {
    expect(changeLocation(from, { workspaceId: 'other' })).toEqual({
      ...startLocation,
      workspaceId: 'other',
    });
    expect(changeLocation(from, { workspaceId: 'shop' })).toEqual(from);
  });
});
