# shelf-1.6: Write the shelf as Markdown
echo 'writing src/markdown.js'
sleep 0.5

cat > src/markdown.js <<'EOF'
import { sortBooks } from './sort.js';

/** The books as a Markdown list, by author and title, first those that are still to be read. */
export function toMarkdown(books) {
  const sorted = sortBooks(books, 'author,title');
  const sections = [
    section(
      'To read',
      sorted.filter(({ finished }) => !finished),
    ),
    section(
      'Read',
      sorted.filter(({ finished }) => finished),
    ),
  ];
  return `# Reading list\n${sections.join('')}`;
}

function section(title, books) {
  if (books.length === 0) return '';
  return `\n## ${title}\n\n${books.map((book) => `- ${line(book)}\n`).join('')}`;
}

function line({ title, author, year, rating }) {
  const printed = year === null ? '' : ` (${year})`;
  const stars = rating ? ` ${'★'.repeat(rating)}${'☆'.repeat(5 - rating)}` : '';
  return `**${escaped(title)}**, ${escaped(author)}${printed}${stars}`;
}

/** Keeps a title such as `*batteries included*` from being read as Markdown. */
function escaped(text) {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&');
}
EOF

echo 'writing test/markdown.test.js'
sleep 0.2

cat > test/markdown.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBook } from '../src/book.js';
import { toMarkdown } from '../src/markdown.js';

const emma = createBook(1, { title: 'Emma', author: 'Jane Austen', year: '1815' });
const solaris = createBook(2, { title: 'Solaris', author: 'Stanisław Lem', year: '1961' });
const beowulf = createBook(3, { title: 'Beowulf', author: 'Anonymous' });

test('books stand by author, what is to be read before what is read', () => {
  const read = { ...solaris, finished: '2026-01-05', rating: 4 };
  assert.equal(
    toMarkdown([read, emma, beowulf]),
    `# Reading list

## To read

- **Beowulf**, Anonymous
- **Emma**, Jane Austen (1815)

## Read

- **Solaris**, Stanisław Lem (1961) ★★★★☆
`,
  );
});

test('an empty section is left out', () => {
  assert.doesNotMatch(toMarkdown([emma]), /## Read/);
  assert.equal(toMarkdown([]), '# Reading list\n');
});

test('a title is never read as Markdown', () => {
  const book = createBook(4, { title: '*Batteries* [included]', author: 'A_B_C' });
  assert.ok(toMarkdown([book]).includes('- **\\*Batteries\\* \\[included\\]**, A\\_B\\_C\n'));
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":[],"c":["src/markdown.js","test/markdown.test.js"],"sum":"Write the shelf as a Markdown list"}
EOF
