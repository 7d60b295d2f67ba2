import { readFile, rename, writeFile } from 'node:fs/promises';
import { ShelfError } from './book.js';

/** Reads the books; a file that is not there yet is an empty shelf. */
export async function loadShelf(file) {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return parseShelf(file, text);
}

/** Writes the books beside the file and renames, so that a crash leaves the old shelf whole. */
export async function saveShelf(file, books) {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify({ shelf: 1, books }, null, 2)}\n`);
  await rename(draft, file);
}

function parseShelf(file, text) {
  try {
    const { books } = JSON.parse(text);
    if (Array.isArray(books)) return books;
  } catch {
    // Falls through: broken JSON and a wrong shape are the same mistake to the reader.
  }
  throw new ShelfError(`${file} is not a shelf; mend it or move it away`);
}
