import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShelfError, bookWithId, createBook, nextId } from '../src/book.js';

test('a book has trimmed text, numbers and sorted tags without doubles', () => {
  assert.deepEqual(
    createBook(7, {
      title: ' Solaris ',
      author: 'Stanisław Lem',
      year: '1961',
      pages: '204',
      tags: ['SF', 'first contact', 'sf'],
    }),
    {
      id: 7,
      title: 'Solaris',
      author: 'Stanisław Lem',
      year: 1961,
      pages: 204,
      tags: ['first contact', 'sf'],
    },
  );
});

test('what the reader does not know is null', () => {
  const { year, pages, tags } = createBook(1, { title: 'Emma', author: 'Jane Austen' });
  assert.deepEqual({ year, pages, tags }, { year: null, pages: null, tags: [] });
});

test('a book without a title or an author is refused', () => {
  assert.throws(
    () => createBook(1, { title: ' ', author: 'Anon' }),
    new ShelfError('a book needs a title'),
  );
  assert.throws(
    () => createBook(1, { title: 'Beowulf' }),
    new ShelfError('a book needs an author'),
  );
});

test('a year that is not a whole number is refused', () => {
  assert.throws(
    () => createBook(1, { title: 'Emma', author: 'Jane Austen', year: '1815?' }),
    new ShelfError('the year must be a whole number, not "1815?"'),
  );
});

test('numbers are never given twice while the highest is on the shelf', () => {
  assert.equal(nextId([]), 1);
  assert.equal(nextId([{ id: 2 }, { id: 5 }, { id: 3 }]), 6);
});

test('a book is found by the number that was typed', () => {
  const books = [{ id: 1 }, { id: 12 }];
  assert.equal(bookWithId(books, '12'), books[1]);
  assert.throws(() => bookWithId(books, '2'), new ShelfError('there is no book 2'));
});
