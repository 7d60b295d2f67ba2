# shelf-1.2: Sort books by any field
#
# The first attempt makes a classic mistake: it sorts and then turns the list around for a
# descending order, which also turns around the books that tie and moves the unknown to the front.
# Its tests notice. The second attempt gets their output in its prompt and repairs the code.
if [ "$SWITCHYARD_ATTEMPT" -gt 1 ]; then
  echo 'the last attempt failed; its prompt says:'
  grep -E '(✖|not ok).*descending' "$SWITCHYARD_PROMPT" || true
  sleep 0.3
fi

if [ -e src/sort.js ]; then
  changed='"m":["src/sort.js"],"c":[]'
else
  changed='"m":[],"c":["src/sort.js","test/sort.test.js"]'
fi

echo 'writing test/sort.test.js'
sleep 0.2

cat > test/sort.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ShelfError } from '../src/book.js';
import { sortBooks } from '../src/sort.js';

const books = [
  { id: 1, title: 'Emma', author: 'Jane Austen', year: 1815 },
  { id: 2, title: 'solaris', author: 'Stanisław Lem', year: 1961 },
  { id: 3, title: 'Beowulf', author: 'Anonymous', year: null },
  { id: 4, title: 'Persuasion', author: 'Jane Austen', year: 1817 },
  { id: 5, title: 'Return from the Stars', author: 'Stanisław Lem', year: 1961 },
];

function order(fields) {
  return sortBooks(books, fields).map(({ id }) => id);
}

test('text is sorted without regard to case', () => {
  assert.deepEqual(order('title'), [3, 1, 4, 5, 2]);
});

test('a second field decides where the first ties', () => {
  assert.deepEqual(order('author,-year'), [3, 4, 1, 2, 5]);
});

test('books that tie keep their shelf order, ascending', () => {
  assert.deepEqual(order('author'), [3, 1, 4, 2, 5]);
});

test('books that tie keep their shelf order, descending', () => {
  assert.deepEqual(order('-author'), [2, 5, 1, 4, 3]);
});

test('a book without the field comes last, ascending and descending', () => {
  assert.equal(order('year').at(-1), 3);
  assert.equal(order('-year').at(-1), 3);
});

test('the shelf itself stays as it is', () => {
  const before = structuredClone(books);
  order('-title');
  assert.deepEqual(books, before);
});

test('a field that no book has is refused', () => {
  assert.throws(
    () => order('title,-colour'),
    new ShelfError('a book cannot be sorted by "colour"'),
  );
});
EOF

echo 'writing src/sort.js'
sleep 0.3

if [ "$SWITCHYARD_ATTEMPT" -gt 1 ]; then
  cat > src/sort.js <<'EOF'
import { ShelfError } from './book.js';

const sortable = new Set(['id', 'title', 'author', 'year', 'pages', 'finished', 'rating']);

/**
 * A sorted copy of the books. `fields` names what to sort by, the most important first, with `-`
 * for descending: `author,-year`. Ties keep their order; what a book does not have comes last.
 */
export function sortBooks(books, fields) {
  const keys = parseFields(fields);
  return [...books].sort((one, other) => {
    for (const { field, direction } of keys) {
      const difference = compare(one[field] ?? null, other[field] ?? null, direction);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function parseFields(fields) {
  return fields.split(',').map((part) => {
    const direction = part.trim().startsWith('-') ? -1 : 1;
    const field = part.trim().replace(/^-/, '');
    if (!sortable.has(field)) throw new ShelfError(`a book cannot be sorted by "${field}"`);
    return { field, direction };
  });
}

/** Turns the comparison around, not the list, so that ties and the unknown stay in their places. */
function compare(one, other, direction) {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number') return (one - other) * direction;
  return one.localeCompare(other, 'en', { sensitivity: 'base' }) * direction;
}
EOF
else
  cat > src/sort.js <<'EOF'
import { ShelfError } from './book.js';

const sortable = new Set(['id', 'title', 'author', 'year', 'pages', 'finished', 'rating']);

/**
 * A sorted copy of the books. `fields` names what to sort by, the most important first, with `-`
 * for descending: `author,-year`. Ties keep their order; what a book does not have comes last.
 */
export function sortBooks(books, fields) {
  const sorted = [...books];
  for (const { field, descending } of parseFields(fields).reverse()) {
    sorted.sort((one, other) => compare(one[field] ?? null, other[field] ?? null));
    if (descending) sorted.reverse();
  }
  return sorted;
}

function parseFields(fields) {
  return fields.split(',').map((part) => {
    const descending = part.trim().startsWith('-');
    const field = part.trim().replace(/^-/, '');
    if (!sortable.has(field)) throw new ShelfError(`a book cannot be sorted by "${field}"`);
    return { field, descending };
  });
}

function compare(one, other) {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number') return one - other;
  return one.localeCompare(other, 'en', { sensitivity: 'base' });
}
EOF
fi

cat > "$SWITCHYARD_REPORT" <<EOF
{"s":"s","t":0,$changed,"sum":"Sort books by one or more fields"}
EOF
