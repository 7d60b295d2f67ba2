# shelf-1.5: Count what was read
echo 'writing src/statistics.js'
sleep 0.5

cat > src/statistics.js <<'EOF'
/**
 * What was read: how many of the books, their pages, the average rating to one decimal (null
 * without ratings), and books and pages by year, the latest year first.
 */
export function readingStatistics(books) {
  const read = books.filter(({ finished }) => finished);
  return {
    books: books.length,
    read: read.length,
    pages: totalPages(read),
    rating: averageRating(read),
    years: byYear(read),
  };
}

function byYear(read) {
  const years = [...new Set(read.map(yearOf))].sort().reverse();
  return years.map((year) => {
    const group = read.filter((book) => yearOf(book) === year);
    return { year, books: group.length, pages: totalPages(group) };
  });
}

function yearOf({ finished }) {
  return finished.slice(0, 4);
}

function totalPages(books) {
  return books.reduce((sum, { pages }) => sum + (pages ?? 0), 0);
}

function averageRating(books) {
  const ratings = books.map(({ rating }) => rating).filter((rating) => rating !== null);
  if (ratings.length === 0) return null;
  const sum = ratings.reduce((total, rating) => total + rating, 0);
  return Math.round((sum / ratings.length) * 10) / 10;
}
EOF

echo 'writing test/statistics.test.js'
sleep 0.2

cat > test/statistics.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBook, markRead } from '../src/book.js';
import { readingStatistics } from '../src/statistics.js';

function book(id, pages, read) {
  const unread = createBook(id, { title: `Book ${id}`, author: 'Somebody', pages });
  return read === undefined ? unread : markRead(unread, read);
}

test('books and pages are counted by year, the latest first', () => {
  const books = [
    book(1, '204', { finished: '2025-07-01' }),
    book(2, '341', { finished: '2026-01-05' }),
    book(3, '183', { finished: '2026-02-11' }),
    book(4, '900'),
  ];
  const { years, ...totals } = readingStatistics(books);
  assert.deepEqual(totals, { books: 4, read: 3, pages: 728, rating: null });
  assert.deepEqual(years, [
    { year: '2026', books: 2, pages: 524 },
    { year: '2025', books: 1, pages: 204 },
  ]);
});

test('the average takes only the books with a rating', () => {
  const finished = '2026-01-01';
  const books = [
    book(1, '100', { finished, rating: '5' }),
    book(2, '100', { finished, rating: '4' }),
    book(3, '100', { finished, rating: '4' }),
    book(4, '100', { finished }),
  ];
  assert.equal(readingStatistics(books).rating, 4.3);
});

test('an unknown number of pages counts as none', () => {
  assert.equal(readingStatistics([book(1, undefined, { finished: '2026-01-01' })]).pages, 0);
});

test('an empty shelf has nothing to count', () => {
  assert.deepEqual(readingStatistics([]), { books: 0, read: 0, pages: 0, rating: null, years: [] });
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":[],"c":["src/statistics.js","test/statistics.test.js"],"sum":"Count books, pages and ratings by year"}
EOF
