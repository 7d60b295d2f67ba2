# shelf-1.4: Draw text tables
echo 'writing src/table.js'
sleep 0.5

cat > src/table.js <<'EOF'
/**
 * Draws rows as a table of plain text, each column as wide as its widest cell. A column has a
 * `title`, a `value` function from a row to its cell, and `right: true` for numbers.
 */
export function drawTable(columns, rows) {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ value }) => String(value(row) ?? ''))),
  ];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => length(line[index]))));
  return cells.map((line) => `${drawLine(line, columns, widths)}\n`).join('');
}

function drawLine(line, columns, widths) {
  return line
    .map((cell, index) => {
      const gap = ' '.repeat(widths[index] - length(cell));
      return columns[index].right ? gap + cell : cell + gap;
    })
    .join('  ')
    .trimEnd();
}

/** Counts characters as a reader does: an accented letter or an emoji is one. */
function length(text) {
  return [...new Intl.Segmenter().segment(text)].length;
}
EOF

echo 'writing test/table.test.js'
sleep 0.2

cat > test/table.test.js <<'EOF'
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawTable } from '../src/table.js';

const columns = [
  { title: 'name', value: ({ name }) => name },
  { title: 'pages', value: ({ pages }) => pages, right: true },
];

test('columns are as wide as their widest cell, numbers on the right', () => {
  const rows = [
    { name: 'Solaris', pages: 204 },
    { name: 'Emma', pages: 1000000 },
  ];
  assert.equal(
    drawTable(columns, rows),
    ['name       pages', 'Solaris      204', 'Emma     1000000', ''].join('\n'),
  );
});

test('a table without rows is its head', () => {
  assert.equal(drawTable(columns, []), 'name  pages\n');
});

test('an unknown value is an empty cell, and no line ends in spaces', () => {
  const turned = columns.toReversed();
  assert.equal(drawTable(turned, [{ name: undefined, pages: null }]), 'pages  name\n\n');
});

test('an accent or an emoji does not push the next column aside', () => {
  const rows = [
    { name: 'cafe\u0301', pages: 1 },
    { name: '👩‍🚀', pages: 22 },
  ];
  assert.equal(
    drawTable(columns, rows),
    ['name  pages', 'cafe\u0301      1', '👩‍🚀        22', ''].join('\n'),
  );
});
EOF

cat > "$SWITCHYARD_REPORT" <<'EOF'
{"s":"s","t":0,"m":[],"c":["src/table.js","test/table.test.js"],"sum":"Draw aligned tables of plain text"}
EOF
