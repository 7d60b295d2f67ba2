import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands, main } from '../src/cli.js';

/** Runs command lines one after the other on a shelf in memory. */
async function shelf(books, ...lines) {
  const seen = { books, printed: '', complained: '', codes: [] };
  for (const line of lines) {
    const code = await main(line, {
      load: async () => seen.books,
      save: async (changed) => void (seen.books = changed),
      print: (text) => void (seen.printed += text),
      complain: (text) => void (seen.complained += text),
      today: '2026-03-01',
    });
    seen.codes.push(code);
  }
  return seen;
}

test('a book is added and removed again', async () => {
  const seen = await shelf(
    [],
    ['add', 'The', 'Dispossessed', '--author', 'Ursula K. Le Guin', '--tag', 'sf'],
    ['add', 'Emma', '--author', 'Jane Austen'],
    ['remove', '1'],
  );
  assert.deepEqual(seen.codes, [0, 0, 0]);
  assert.deepEqual(
    seen.books.map(({ id, title }) => [id, title]),
    [[2, 'Emma']],
  );
  assert.match(seen.printed, /^added 1: The Dispossessed\nadded 2: Emma\nremoved 1: /);
});

test('help names every command', async () => {
  const { printed } = await shelf([], []);
  for (const { usage, summary } of Object.values(commands)) {
    assert.ok(printed.includes(`shelf ${usage}\n`), usage);
    assert.ok(printed.includes(summary), summary);
  }
});

test('the commands stand in the order of the alphabet', () => {
  assert.deepEqual(Object.keys(commands), Object.keys(commands).toSorted());
});

test('a mistake is one line and exit code 1', async () => {
  const seen = await shelf([], ['toString'], ['add', 'Emma'], ['add', '--author', '-x']);
  assert.deepEqual(seen.codes, [1, 1, 1]);
  const lines = seen.complained.trimEnd().split('\n');
  assert.equal(lines[0], 'shelf: there is no command "toString"; "shelf help" lists them');
  assert.equal(lines[1], 'shelf: a book needs an author');
  assert.match(lines[2], /^shelf: Option '--author' argument is ambiguous/);
  assert.equal(lines.length, 3);
  assert.deepEqual(seen.books, []);
});
