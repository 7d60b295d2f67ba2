# shelf-1.9: Add the command `shelf export`

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

echo 'writing src/commands/export.js'
sleep 0.5

cat > src/commands/export.js <<'EOF'
import { ShelfError } from '../book.js';
import { toCsv } from '../csv.js';
import { toMarkdown } from '../markdown.js';

export const options = {
  format: { type: 'string', default: 'markdown' },
};

const formats = { csv: toCsv, markdown: toMarkdown };

/** Prints the whole shelf in another format, to be redirected into a file. */
export function run({ books, values }) {
  if (!Object.hasOwn(formats, values.format)) {
    const known = Object.keys(formats).join(' or ');
    throw new ShelfError(`the format is ${known}, not "${values.format}"`);
  }
  return { output: formats[values.format](books) };
}
EOF

echo 'adding it to src/cli.js'
sleep 0.2

insert above src/cli.js '  list: {' <<'EOF'
  export: {
    usage: 'export [--format markdown|csv]',
    summary: 'print the shelf as Markdown or CSV',
    load: () => import('./commands/export.js'),
  },
EOF

insert above README.md '| `shelf list`' <<'EOF'
| `shelf export` | prints Markdown or CSV     |
EOF

cat > test/export.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBook } from '../src/book.js';
import { main } from '../src/cli.js';

const books = [createBook(1, { title: 'Emma', author: 'Jane Austen', year: '1815' })];

async function shelfExport(...args) {
  const seen = { printed: '', complained: '' };
  const code = await main(['export', ...args], {
    load: async () => books,
    save: () => assert.fail('an export changes nothing'),
    print: (text) => void (seen.printed += text),
    complain: (text) => void (seen.complained += text),
  });
  return { code, ...seen };
}

test('the shelf is printed as Markdown unless the reader asks for CSV', async () => {
  const { code, printed } = await shelfExport();
  assert.equal(code, 0);
  assert.match(printed, /^# Reading list\n[^]*- \*\*Emma\*\*, Jane Austen \(1815\)\n$/);
});

test('the shelf is printed as CSV', async () => {
  const { printed } = await shelfExport('--format', 'csv');
  assert.match(printed, /^id,title,.*\r\n1,Emma,Jane Austen,1815,.*\r\n$/);
});

test('another format is refused with the names of the known ones', async () => {
  assert.deepEqual(await shelfExport('--format', 'constructor'), {
    code: 1,
    printed: '',
    complained: 'shelf: the format is csv or markdown, not "constructor"\n',
  });
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":["README.md","src/cli.js"],"c":["src/commands/export.js","test/export.test.js"],"sum":"Export the shelf as Markdown or CSV"}
EOF
