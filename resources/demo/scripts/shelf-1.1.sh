# shelf-1.1: Find books by a query
echo 'writing src/query.js'
sleep 0.5

cat > src/query.js <<'EOF'
import { ShelfError } from './book.js';

const textFields = new Set(['title', 'author', 'tag', 'finished']);
const numberFields = new Set(['id', 'year', 'pages', 'rating']);
const termPattern = /(?:([a-z]+)(<=|>=|[:<>]))?(?:"([^"]*)"|(\S+))/giu;

const comparisons = {
  ':': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '>': (value, limit) => value > limit,
  '<=': (value, limit) => value <= limit,
  '>=': (value, limit) => value >= limit,
};

/**
 * The books for which every term of the query holds, in shelf order. A term is a word (somewhere in
 * the title or the author), `field:text`, or a comparison such as `pages<300`; text with spaces
 * stands in double quotes. What a book does not have never matches.
 */
export function findBooks(books, query) {
  const conditions = parseQuery(query);
  return books.filter((book) => conditions.every((holds) => holds(book)));
}

/** Reads a query into one yes-or-no function for each of its terms. */
export function parseQuery(query) {
  return Array.from(query.matchAll(termPattern), ([, field, operator, quoted, word]) => {
    if (word?.startsWith('"')) throw new ShelfError(`the quote is not closed: ${word}`);
    const text = (quoted ?? word).toLowerCase();
    if (field === undefined)
      return (book) => contains(book.title, text) || contains(book.author, text);
    return fieldCondition(field.toLowerCase(), operator, text);
  });
}

function fieldCondition(field, operator, text) {
  if (numberFields.has(field)) {
    const limit = Number(text);
    if (text === '' || Number.isNaN(limit)) {
      throw new ShelfError(`${field} is compared with a number, not "${text}"`);
    }
    return (book) => typeof book[field] === 'number' && comparisons[operator](book[field], limit);
  }
  if (!textFields.has(field)) throw new ShelfError(`a book has no "${field}" to search`);
  if (operator !== ':') throw new ShelfError(`${field} is text: write ${field}:${text}`);
  if (field === 'tag') return (book) => book.tags.includes(text);
  return (book) => contains(book[field], text);
}

function contains(value, text) {
  return value?.toLowerCase().includes(text) ?? false;
}
EOF

echo 'writing test/query.test.js'
sleep 0.2

cat > test/query.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBook, ShelfError } from '../src/book.js';
import { findBooks } from '../src/query.js';

const leGuin = 'Ursula K. Le Guin';
const books = [
  createBook(1, {
    title: 'The Dispossessed',
    author: leGuin,
    year: '1974',
    pages: '341',
    tags: ['sf'],
  }),
  createBook(2, {
    title: 'Solaris',
    author: 'Stanisław Lem',
    year: '1961',
    pages: '204',
    tags: ['sf'],
  }),
  createBook(3, { title: 'Emma', author: 'Jane Austen', year: '1815', tags: ['classic'] }),
  createBook(4, { title: 'A Wizard of Earthsea', author: leGuin, year: '1968', pages: '183' }),
];

function found(query) {
  return findBooks(books, query).map(({ id }) => id);
}

test('a word is looked for in title and author, whatever its case', () => {
  assert.deepEqual(found('GUIN'), [1, 4]);
  assert.deepEqual(found('emma'), [3]);
  assert.deepEqual(found('austen'), [3]);
});

test('an empty query finds every book', () => {
  assert.deepEqual(found('  '), [1, 2, 3, 4]);
});

test('every term must hold', () => {
  assert.deepEqual(found('author:guin year<1970'), [4]);
  assert.deepEqual(found('tag:sf solaris'), [2]);
  assert.deepEqual(found('tag:sf emma'), []);
});

test('text with spaces stands in quotes', () => {
  assert.deepEqual(found('author:"le guin" tag:sf'), [1]);
  assert.deepEqual(found('"wizard of"'), [4]);
});

test('numbers are compared, and a book without the number never matches', () => {
  assert.deepEqual(found('pages<300'), [2, 4]);
  assert.deepEqual(found('pages>=341'), [1]);
  assert.deepEqual(found('year<=1961 year>1815'), [2]);
  assert.deepEqual(found('id:3'), [3]);
  assert.deepEqual(found('rating>0'), []);
});

test('a tag matches whole', () => {
  assert.deepEqual(found('tag:class'), []);
  assert.deepEqual(found('tag:Classic'), [3]);
});

test('a query that makes no sense says why', () => {
  const mistakes = {
    'colour:red': 'a book has no "colour" to search',
    'pages<many': 'pages is compared with a number, not "many"',
    'pages:""': 'pages is compared with a number, not ""',
    'title>m': 'title is text: write title:m',
    'author:"le guin': 'the quote is not closed: "le',
  };
  for (const [query, message] of Object.entries(mistakes)) {
    assert.throws(() => found(query), new ShelfError(message));
  }
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":[],"c":["src/query.js","test/query.test.js"],"sum":"Find books by words, fields and comparisons"}
EOF
