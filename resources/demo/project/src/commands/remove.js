import { bookWithId } from '../book.js';

export const options = {};

/** Takes a book off the shelf; the other books keep their numbers. */
export function run({ books, positionals }) {
  const gone = bookWithId(books, positionals[0]);
  return {
    output: `removed ${gone.id}: ${gone.title}\n`,
    books: books.filter((book) => book !== gone),
  };
}
