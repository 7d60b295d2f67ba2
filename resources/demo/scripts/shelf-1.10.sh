# shelf-1.10: Add the command `shelf stats`

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

echo 'writing src/commands/stats.js'
sleep 0.5

cat > src/commands/stats.js <<'EOF'
import { readingStatistics } from '../statistics.js';
import { drawTable } from '../table.js';

export const options = {};

const columns = [
  { title: 'year', value: ({ year }) => year },
  { title: 'books', value: ({ books }) => books, right: true },
  { title: 'pages', value: ({ pages }) => pages, right: true },
];

/** Says how much was read, in all and by year. */
export function run({ books }) {
  const { read, pages, rating, years, books: all } = readingStatistics(books);
  const stars = rating === null ? '' : `, ${rating} stars on average`;
  const total = `${read} of ${all} books read, ${pages} pages${stars}\n`;
  return { output: years.length === 0 ? total : `${total}\n${drawTable(columns, years)}` };
}
EOF

echo 'adding it to src/cli.js'
sleep 0.2

insert above src/cli.js '};' <<'EOF'
  stats: {
    usage: 'stats',
    summary: 'show how much you read',
    load: () => import('./commands/stats.js'),
  },
EOF

insert below README.md '| `shelf remove`' <<'EOF'
| `shelf stats`  | shows how much you read    |
EOF

cat > test/stats.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBook, markRead } from '../src/book.js';
import { main } from '../src/cli.js';

const solaris = createBook(1, { title: 'Solaris', author: 'Stanisław Lem', pages: '204' });
const emma = createBook(2, { title: 'Emma', author: 'Jane Austen', pages: '474' });

async function stats(books) {
  let printed = '';
  const code = await main(['stats'], {
    load: async () => books,
    save: () => assert.fail('statistics change nothing'),
    print: (text) => void (printed += text),
    complain: (text) => assert.fail(text),
  });
  assert.equal(code, 0);
  return printed;
}

test('totals come first, then a line for each year', async () => {
  const books = [
    markRead(solaris, { finished: '2025-07-01', rating: '5' }),
    markRead(emma, { finished: '2026-01-05', rating: '4' }),
  ];
  assert.equal(
    await stats(books),
    [
      '2 of 2 books read, 678 pages, 4.5 stars on average',
      '',
      'year  books  pages',
      '2026      1    474',
      '2025      1    204',
      '',
    ].join('\n'),
  );
});

test('a shelf of unread books has totals only', async () => {
  assert.equal(await stats([solaris, emma]), '0 of 2 books read, 0 pages\n');
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":["README.md","src/cli.js"],"c":["src/commands/stats.js","test/stats.test.js"],"sum":"Show what was read, in all and by year"}
EOF
