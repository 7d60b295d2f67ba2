# shelf-1.7: Write the shelf as CSV
echo 'writing src/csv.js'
sleep 0.4

cat > src/csv.js <<'EOF'
import { sortBooks } from './sort.js';

const columns = ['id', 'title', 'author', 'year', 'pages', 'tags', 'finished', 'rating'];

/** The books as CSV (RFC 4180), by author and title, with a head line; tags are joined by `;`. */
export function toCsv(books) {
  const rows = sortBooks(books, 'author,title').map((book) => columns.map((name) => book[name]));
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value) {
  const text = Array.isArray(value) ? value.join(';') : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
EOF

echo 'writing test/csv.test.js'
sleep 0.2

cat > test/csv.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBook } from '../src/book.js';
import { toCsv } from '../src/csv.js';

const head = 'id,title,author,year,pages,tags,finished,rating';

test('each book is a row, by author and title', () => {
  const books = [
    createBook(1, { title: 'Solaris', author: 'Stanisław Lem', year: '1961', tags: ['sf', 'sea'] }),
    createBook(2, { title: 'Emma', author: 'Jane Austen', pages: '474' }),
  ];
  assert.equal(
    toCsv([{ ...books[0], finished: '2026-01-05', rating: 4 }, books[1]]),
    [
      head,
      '2,Emma,Jane Austen,,474,,,',
      '1,Solaris,Stanisław Lem,1961,,sea;sf,2026-01-05,4',
      '',
    ].join('\r\n'),
  );
});

test('commas, quotes and line ends are quoted', () => {
  const book = createBook(3, { title: '"Howl", and other\npoems', author: 'Allen Ginsberg' });
  assert.equal(toCsv([book]), `${head}\r\n3,"""Howl"", and other\npoems",Allen Ginsberg,,,,,\r\n`);
});

test('an empty shelf is the head line', () => {
  assert.equal(toCsv([]), `${head}\r\n`);
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":[],"c":["src/csv.js","test/csv.test.js"],"sum":"Write the shelf as CSV"}
EOF
