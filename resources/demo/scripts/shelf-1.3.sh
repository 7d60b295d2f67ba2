# shelf-1.3: Note that a book is read

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

echo 'teaching src/book.js to mark a book as read'
sleep 0.4

insert above src/book.js 'function requiredText(' <<'EOF'
/** The book as read on a day (`YYYY-MM-DD`), with one to five stars where the reader gave some. */
export function markRead(book, { finished, rating }) {
  const stars = wholeNumber('the rating', rating);
  if (stars !== null && (stars < 1 || stars > 5)) {
    throw new ShelfError(`the rating goes from 1 to 5, not "${rating}"`);
  }
  return { ...book, finished: calendarDay(finished), rating: stars };
}

EOF
grep -q '^function calendarDay(' src/book.js || cat >> src/book.js <<'EOF'

function calendarDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  const real = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(`${text}T`);
  if (!real) throw new ShelfError(`"${text}" is not a day; write it as 2026-03-01`);
  return text;
}
EOF

echo 'adding the command'
sleep 0.3

cat > src/commands/read.js <<'EOF'
import { bookWithId, markRead } from '../book.js';

export const options = {
  rating: { type: 'string' },
  on: { type: 'string' },
};

/** Notes that a book was read, today unless `--on` names another day. */
export function run({ books, values, positionals, today }) {
  const book = bookWithId(books, positionals[0]);
  const read = markRead(book, { finished: values.on ?? today, rating: values.rating });
  return {
    output: `read ${read.id}: ${read.title}\n`,
    books: books.map((other) => (other === book ? read : other)),
  };
}
EOF

insert above src/cli.js '  remove: {' <<'EOF'
  read: {
    usage: 'read <number> [--rating <1-5>] [--on <date>]',
    summary: 'note that a book is read',
    load: () => import('./commands/read.js'),
  },
EOF

insert above README.md '| `shelf remove`' <<'EOF'
| `shelf read`   | notes that a book is read  |
EOF

cat > test/read.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBook, markRead, ShelfError } from '../src/book.js';
import { commands } from '../src/cli.js';

const emma = createBook(1, { title: 'Emma', author: 'Jane Austen' });
const solaris = createBook(2, { title: 'Solaris', author: 'Stanisław Lem' });

async function read(positionals, values = {}) {
  const { run } = await commands.read.load();
  return run({ books: [emma, solaris], positionals, values, today: '2026-03-01' });
}

test('a book is read today, without a rating, unless the reader says more', async () => {
  const { books, output } = await read(['2']);
  assert.deepEqual(books, [emma, { ...solaris, finished: '2026-03-01', rating: null }]);
  assert.equal(output, 'read 2: Solaris\n');
});

test('the reader may name the day and the rating', async () => {
  const { books } = await read(['1'], { on: '2025-12-31', rating: '4' });
  assert.deepEqual(books, [{ ...emma, finished: '2025-12-31', rating: 4 }, solaris]);
});

test('a rating goes from one to five stars', () => {
  for (const rating of ['0', '6']) {
    assert.throws(
      () => markRead(emma, { finished: '2026-03-01', rating }),
      new ShelfError(`the rating goes from 1 to 5, not "${rating}"`),
    );
  }
});

test('a day must be in the calendar', () => {
  for (const finished of ['yesterday', '2026-02-30', '2026-3-1', '2026-03-01T10:00']) {
    assert.throws(() => markRead(emma, { finished }), ShelfError);
  }
});

test('a book that is not on the shelf cannot be read', async () => {
  await assert.rejects(read(['3']), new ShelfError('there is no book 3'));
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":["README.md","src/book.js","src/cli.js"],"c":["src/commands/read.js","test/read.test.js"],"sum":"Note when a book was read and how good it was"}
EOF
