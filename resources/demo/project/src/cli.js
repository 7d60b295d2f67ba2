import { parseArgs } from 'node:util';
import { ShelfError } from './book.js';

/** Every command, in the order of the alphabet. A command's code is loaded when it is used. */
export const commands = {
  add: {
    usage: 'add <title> --author <name> [--year <n>] [--pages <n>] [--tag <tag>]...',
    summary: 'put a book on the shelf',
    load: () => import('./commands/add.js'),
  },
  list: {
    usage: 'list',
    summary: 'show the books',
    load: () => import('./commands/list.js'),
  },
  remove: {
    usage: 'remove <number>',
    summary: 'take a book off the shelf',
    load: () => import('./commands/remove.js'),
  },
};

/**
 * Runs one command line and answers its exit code. The world comes in as an argument (`load`,
 * `save`, `print`, `complain`, `today`), so that a test needs neither files nor a process.
 */
export async function main([name = 'help', ...rest], world) {
  if (name === 'help' || name === '--help') {
    world.print(help());
    return 0;
  }
  try {
    await runCommand(name, rest, world);
    return 0;
  } catch (error) {
    if (!(error instanceof ShelfError) && !error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
    world.complain(`shelf: ${error.message.replaceAll('\n', ' ')}\n`);
    return 1;
  }
}

async function runCommand(name, args, { load, save, print, today }) {
  if (!Object.hasOwn(commands, name)) {
    throw new ShelfError(`there is no command "${name}"; "shelf help" lists them`);
  }
  const command = await commands[name].load();
  const { values, positionals } = parseArgs({
    args,
    options: command.options,
    allowPositionals: true,
  });
  const result = command.run({ books: await load(), values, positionals, today });
  if (result.books !== undefined) await save(result.books);
  print(result.output);
}

function help() {
  const lines = Object.values(commands).map(
    ({ usage, summary }) => `  shelf ${usage}\n      ${summary}\n`,
  );
  return `usage:\n${lines.join('')}`;
}
