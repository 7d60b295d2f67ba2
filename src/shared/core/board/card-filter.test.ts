import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '#shared/model/task.ts';
import { buildBoard } from './board-columns.ts';
import { filterSlips, parseCardFilter } from './card-filter.ts';
import { makeTask } from '#shared/core/testing/records.ts';

const board = buildBoard(
  [
    makeTask({ id: 'auth.1', epicId: 'auth-7f3', title: 'Hash passwords', priority: 0 }),
    makeTask({
      id: 'auth.2',
      epicId: 'auth-7f3',
      title: 'Cache sessions',
      labels: ['agent:codex', 'Backend'],
      dependencies: ['auth.1'],
    }),
    makeTask({ id: 'web.1', epicId: 'web', title: 'Style the login', status: 'in_review' }),
    makeTask({ id: 'web.2', epicId: 'web', title: 'Old: "done" thing', status: 'closed' }),
    makeTask({ id: 'web.3', epicId: 'web', title: 'Stuck login', status: 'blocked' }),
  ],
  false,
);

function found(text: string, agentOf?: (task: Task) => string): readonly string[] {
  const isShown = parseCardFilter(text, {
    ...(agentOf === undefined ? {} : { agentOf }),
    taskIds: () => board.cards.keys(),
    inNeed: { all: new Set(['web.1', 'web.3']), waiting: new Set(['web.1']) },
    epicIds: () => ['auth', 'auth-7f3', 'web', 'we'],
  });
  return [...board.cards.values()]
    .filter(isShown)
    .map(({ task }) => task.id)
    .toSorted();
}

describe('a card filter', () => {
  it('lets everything through when it is empty', () => {
    expect(found('  ')).toHaveLength(5);
  });

  it.each([
    ['login', ['web.1', 'web.3']],
    ['LOGIN stuck', ['web.3']],
    ['auth.2', ['auth.2']],
    ['auth.1 WEB.2', ['auth.1', 'web.2']],
    ['auth.1 web.2 is:done', ['web.2']],
    ['auth.1 web.2 thing', ['web.2']],
    ['auth.1 gone.1', []],
    ['backend', ['auth.2']],
    ['"the login"', ['web.1']],
    ['epic:auth-7', ['auth.1', 'auth.2']],
    ['epic:AUTH-7F3', ['auth.1', 'auth.2']],
    ['epic:auth', []],
    ['label:backend', ['auth.2']],
    ['agent:codex', ['auth.2']],
    ['p:0', ['auth.1']],
    ['is:ready', ['auth.1']],
    ['is:running', ['web.1']],
    ['is:waiting', ['web.1']],
    ['is:needs-me', ['web.1', 'web.3']],
    ['is:backlog', ['auth.2']],
    ['is:open', ['auth.1', 'auth.2']],
    ['priority:0', ['auth.1']],
    ['priority:P0', ['auth.1']],
    ['is:blocked', ['web.3']],
    ['is:done', ['web.2']],
    ['epic:web is:done', ['web.2']],
    ['is:nonsense', []],
    ['p:7', []],
    ['constructor:x', []],
  ])('finds with %s', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it('asks for nothing while a name has no value, and for what a beginning may mean', () => {
    expect(found('epic: is: label: agent: p:')).toHaveLength(5);
    expect(found('is:r')).toEqual(['auth.1', 'web.1']);
    expect(found('"unfinished quote')).toEqual([]);
  });

  it('finds no more than the tasks whose ids are given', () => {
    const many = buildBoard(
      ['e.1', 'e.2', 'e.10'].map((id) => makeTask({ id })),
      false,
    );
    const isShown = parseCardFilter('e.1 e.2', { taskIds: () => many.cards.keys() });
    const ids = [...many.cards.values()].filter(isShown).map(({ task }) => task.id);
    expect(ids).toEqual(['e.1', 'e.2']);
  });

  it.each([
    ['login is:ready p:4 epic:x', []],
    [
      'is:foo',
      [
        '“is:” takes open, backlog, ready, running, waiting, needs-me, blocked or done; “is:foo” is looked for as text.',
      ],
    ],
    ['p:9', ['“p:” takes a number from 0 to 4; “p:9” is looked for as text.']],
    ['status:open', ['“status:” is no word of the filter: it is looked for as text.']],
    ['epic:', ['“epic:” takes the beginning of an epic’s id.']],
    ['https://x 12:30 constructor.x', []],
  ])('says what %s does not do', (text, problems) => {
    expect(filterSlips(text).map(({ problem }) => problem)).toEqual(problems);
  });

  it('knows the agent that a task gets by default', () => {
    expect(found('agent:claude', () => 'claude')).toHaveLength(5);
  });

  it('answers for 10,000 cards within a frame', () => {
    const many = buildBoard(
      Array.from({ length: 10_000 }, (_, number) => makeTask({ id: `e.${number}` })),
      false,
    );
    const cards = [...many.cards.values()];
    cards.filter(parseCardFilter('warm up'));
    const started = performance.now();
    const shown = cards.filter(parseCardFilter('title e.99 is:ready'));
    const elapsed = performance.now() - started;
    console.log(`filter over 10,000 cards: ${elapsed.toFixed(2)} ms`);
    expect(shown).toHaveLength(111);
    expect(elapsed).toBeLessThan(160);
  });
});

describe('whatever is typed into the filter', () => {
  const piece = fc.constantFrom(
    'login',
    'is:open',
    'is:',
    'epic:web',
    'p:0',
    'p:9',
    '"the login"',
    'label:backend',
    'auth.1',
    'web.2',
    'a:b',
    '"',
    'IS:DONE',
    'agent:c',
  );
  const pieces = fc.array(piece, { maxLength: 5 });

  it('comes to an answer, and does not depend on case', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((all) => all.join(' ')),
          fc.string(),
        ),
        (text) => {
          expect(found(text.toUpperCase())).toEqual(found(text.toUpperCase().toLowerCase()));
          expect(filterSlips(text).every(({ problem }) => problem.endsWith('.'))).toBe(true);
        },
      ),
    );
  });

  it('finds fewer cards with each further word, as long as it names no second task', () => {
    const words = piece.filter((one) => !/^(?:auth|web)\.|^"$/.test(one));
    fc.assert(
      fc.property(fc.array(words, { maxLength: 4 }), words, (some, further) => {
        const before = found(some.join(' '));
        const after = found([...some, further].join(' '));
        expect(before).toEqual(expect.arrayContaining([...after]));
        expect(found([further, ...some].join(' '))).toEqual(after);
      }),
    );
  });
});
