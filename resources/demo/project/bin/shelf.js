#!/usr/bin/env node
import { main } from '../src/cli.js';
import { loadShelf, saveShelf } from '../src/store.js';

const file = process.env.SHELF_FILE || 'shelf.json';

process.exitCode = await main(process.argv.slice(2), {
  load: () => loadShelf(file),
  save: (books) => saveShelf(file, books),
  print: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  today: new Date().toISOString().slice(0, 10),
});
