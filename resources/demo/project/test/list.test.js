import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../src/commands/list.js';

test('each book is a line', () => {
  const books = [
    { id: 1, title: 'Solaris', author: 'Stanisław Lem' },
    { id: 4, title: 'Emma', author: 'Jane Austen' },
  ];
  assert.equal(run({ books }).output, '1  Solaris, Stanisław Lem\n4  Emma, Jane Austen\n');
});

test('an empty shelf says so', () => {
  assert.equal(run({ books: [] }).output, 'the shelf is empty\n');
});
