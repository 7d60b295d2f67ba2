# shelf-1.8: List what matches, sorted, as a table

# insert above|below FILE START: puts standard input next to the one line that begins with START.
insert() {
  node --input-type=module -e '
    import { readFileSync, writeFileSync } from "node:fs";
    const [place, file, start] = process.argv.slice(1);
    const addition = readFileSync(0, "utf8");
    const text = readFileSync(file, "utf8");
    if (text.includes(addition)) process.exit();
    const lines = text.split("\n");
    const found = lines.flatMap((line, index) => (line.startsWith(start) ? [index] : []));
    if (found.length !== 1) throw new Error(`${file}: ${found.length} lines begin with ${start}`);
    lines.splice(found[0] + (place === "below" ? 1 : 0), 0, addition.replace(/\n$/, ""));
    writeFileSync(file, lines.join("\n"));
  ' "$@"
}

echo 'rewriting src/commands/list.js'
sleep 0.4

cat > src/commands/list.js <<'EOF'
import { findBooks } from '../query.js';
import { sortBooks } from '../sort.js';
import { drawTable } from '../table.js';

export const options = {
  where: { type: 'string' },
  sort: { type: 'string' },
};

const columns = [
  { title: '#', value: ({ id }) => id, right: true },
  { title: 'title', value: ({ title }) => title },
  { title: 'author', value: ({ author }) => author },
  { title: 'year', value: ({ year }) => year, right: true },
];

/** Shows the books that match `--where`, by `--sort` or in shelf order. */
export function run({ books, values }) {
  if (books.length === 0) return { output: 'the shelf is empty\n' };
  const found = findBooks(books, values.where ?? '');
  if (found.length === 0) return { output: 'no book matches\n' };
  return { output: drawTable(columns, sortBooks(found, values.sort ?? 'id')) };
}
EOF

if ! grep -q 'list \[--where' src/cli.js; then
  grep -q "^    usage: 'list',\$" src/cli.js || { echo 'src/cli.js has no usage of list' >&2; exit 1; }
  sed "s/^    usage: 'list',\$/    usage: 'list [--where <query>] [--sort <fields>]',/" src/cli.js > src/cli.js.new
  mv src/cli.js.new src/cli.js
fi

insert above README.md '## Where the books are' <<'EOF'
## Searching and sorting

```sh
shelf list --where 'author:"le guin" pages<300' --sort author,-year
```

A word is looked for in title and author. `title:`, `author:`, `tag:` and `finished:` look in one
field; `id`, `year`, `pages` and `rating` are compared with `:`, `<`, `<=`, `>` and `>=`. A `-`
before a field sorts from the highest to the lowest: `--sort=-year`.

EOF

echo 'writing test/list.test.js'
sleep 0.2

cat > test/list.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBook, ShelfError } from '../src/book.js';
import { run } from '../src/commands/list.js';

const books = [
  createBook(1, { title: 'Solaris', author: 'Stanisław Lem', year: '1961', tags: ['sf'] }),
  createBook(4, { title: 'Emma', author: 'Jane Austen', year: '1815' }),
  createBook(10, { title: 'Beowulf', author: 'Anonymous' }),
];

function list(values = {}) {
  return run({ books, values }).output;
}

test('the books are a table', () => {
  assert.equal(
    list(),
    [
      ' #  title    author         year',
      ' 1  Solaris  Stanisław Lem  1961',
      ' 4  Emma     Jane Austen    1815',
      '10  Beowulf  Anonymous',
      '',
    ].join('\n'),
  );
});

test('only what matches is shown, in the order asked for', () => {
  const titles = list({ where: 'year>0', sort: 'title' }).match(/Solaris|Emma|Beowulf/g);
  assert.deepEqual(titles, ['Emma', 'Solaris']);
});

test('nothing to show is said in words', () => {
  assert.equal(list({ where: 'tag:poetry' }), 'no book matches\n');
  assert.equal(run({ books: [], values: {} }).output, 'the shelf is empty\n');
});

test('a mistake in the query or the order is the reader’s', () => {
  assert.throws(() => list({ where: 'colour:red' }), ShelfError);
  assert.throws(() => list({ sort: 'colour' }), ShelfError);
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":["README.md","src/cli.js","src/commands/list.js","test/list.test.js"],"c":[],"sum":"List the books that match a query, sorted, as a table"}
EOF
