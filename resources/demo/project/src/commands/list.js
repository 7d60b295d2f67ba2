export const options = {};

/** Shows the books, one to a line. */
export function run({ books }) {
  const lines = books.map(({ id, title, author }) => `${id}  ${title}, ${author}\n`);
  return { output: lines.join('') || 'the shelf is empty\n' };
}
