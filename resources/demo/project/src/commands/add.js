import { createBook, nextId } from '../book.js';

export const options = {
  author: { type: 'string' },
  year: { type: 'string' },
  pages: { type: 'string' },
  tag: { type: 'string', multiple: true },
};

/** Puts a book on the shelf. */
export function run({ books, values, positionals }) {
  const { tag, ...fields } = values;
  const book = createBook(nextId(books), { ...fields, title: positionals.join(' '), tags: tag });
  return { output: `added ${book.id}: ${book.title}\n`, books: [...books, book] };
}
