/** A mistake of the reader's: told in one line, without a stack trace. */
export class ShelfError extends Error {}

/** Makes a book from what the reader typed. `id` is the book's number for life. */
export function createBook(id, { title, author, year, pages, tags = [] }) {
  return {
    id,
    title: requiredText('a title', title),
    author: requiredText('an author', author),
    year: wholeNumber('the year', year),
    pages: wholeNumber('the number of pages', pages),
    tags: [...new Set(tags.map((tag) => tag.trim().toLowerCase()))].filter(Boolean).sort(),
  };
}

/** The number for the next book: one more than the highest in use. */
export function nextId(books) {
  return books.reduce((highest, book) => Math.max(highest, book.id), 0) + 1;
}

/** The book with the number that the reader typed. */
export function bookWithId(books, typed) {
  const book = books.find((candidate) => String(candidate.id) === typed);
  if (book === undefined) throw new ShelfError(`there is no book ${typed ?? 'without a number'}`);
  return book;
}

function requiredText(name, value) {
  const text = value?.trim() ?? '';
  if (text === '') throw new ShelfError(`a book needs ${name}`);
  return text;
}

function wholeNumber(name, value) {
  if (value === undefined) return null;
  if (!/^-?\d+$/.test(value))
    throw new ShelfError(`${name} must be a whole number, not "${value}"`);
  return Number(value);
}
