/** Programs that run the file which is their first argument. */
const interpreters =
  /^(?:node|nodejs|bun|deno|tsx|ts-node|python(?:\d(?:\.\d{1,2})?)?|pypy3?|coverage|ruby|perl|php|lua|Rscript|(?:ba|da|k|z)?sh|source|\.)$/;
const shells = /^(?:ba|da|k|z)?sh$/;
/** Words that stand before the program which is run. */
const runWords: ReadonlySet<string> = new Set([
  'run',
  'exec',
  'env',
  'time',
  'timeout',
  'nice',
  'nohup',
  'npx',
  'command',
  'poetry',
  'uv',
  'pipenv',
  'pdm',
  'rye',
  'hatch',
  'bundle',
  'cross-env',
  'xvfb-run',
  'if',
  'then',
  'else',
  'do',
  '!',
  '{',
]);
const managers: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn']);
/** Options of interpreters that have their value in the next word. */
const withValue: readonly (readonly [RegExp, RegExp])[] = [
  [shells, /^(?:-[a-z]{0,9}o|-O|--rcfile|--init-file)$/],
  [/^(?:python|pypy)/, /^-[WX]$/],
  [/^(?:ruby|perl)$/, /^-[rIMC]$/],
  [/^php$/, /^-[dc]$/],
  [
    /^(?:node|nodejs|bun|tsx|ts-node)$/,
    /^(?:-r|-C|--(?:require|import|loader|experimental-loader|preload|conditions|env-file|test-(?:reporter|reporter-destination|name-pattern|skip-pattern|concurrency|timeout|shard|isolation)))$/,
  ],
];
/** Options whose value is a file that runs before the program. */
const loads = /^(?:-r|--(?:require|import|loader|experimental-loader|preload))(?:=(.{1,400}))?$/;
/** Files that a program reads by itself to know what to do. */
const builtIn: Readonly<Record<string, readonly string[]>> = {
  make: ['Makefile', 'makefile', 'GNUmakefile'],
  gmake: ['Makefile', 'makefile', 'GNUmakefile'],
  just: ['justfile', 'Justfile', '.justfile'],
  task: ['Taskfile.yml', 'Taskfile.yaml'],
  rake: ['Rakefile'],
  ctest: ['CMakeLists.txt'],
  cmake: ['CMakeLists.txt'],
  ninja: ['CMakeLists.txt', 'meson.build'],
  meson: ['meson.build'],
  bazel: ['MODULE.bazel', 'WORKSPACE', 'BUILD.bazel'],
  ant: ['build.xml'],
  mix: ['mix.exs'],
  sbt: ['build.sbt'],
  gradle: ['gradlew'],
  earthly: ['Earthfile'],
};

/**
 * Files that a shell command runs or follows: `ci/test.sh` of `sh ci/test.sh -v`, the Makefile of `make check`. What
 * it only mentions, as `grep -q x a.txt` does, is not one of them; nor are the tests that it names to a runner, as
 * `node --test a.test.js` does: which of them pass is compared one by one.
 */
export function filesOfCommand(command: string): readonly string[] {
  const files = new Set<string>();
  let folder = '';
  for (const part of command.slice(0, 10_000).split(/&&|\|\||[;|\n&()]/)) {
    const words = part
      .trim()
      .split(/\s{1,100}/)
      .map((word) => word.replaceAll(/^['"]|['"]$/g, ''));
    if (words[0] === 'cd') {
      folder = below(folder, words.find((word, at) => at > 0 && !word.startsWith('-')) ?? '');
      continue;
    }
    for (const file of filesOfProgram(words)) {
      files.add(file);
      // Brackets end what `cd` does, and are not read.
      if (folder !== '') files.add(below(folder, file));
    }
  }
  return [...files];
}

/** A path seen from a folder below the root; the root where it leads out of what can be said. */
function below(folder: string, path: string): string {
  const [first = ''] = inside(path);
  return [folder, first.replace(/\/{1,9}$/, '')].filter((part) => part !== '').join('/');
}

function filesOfProgram(words: readonly string[]): readonly string[] {
  const start = firstProgram(words);
  const program = words[start] ?? '';
  const name = program.slice(program.lastIndexOf('/') + 1);
  const files = builtIn[name];
  if (files !== undefined) return files;
  const own = program.includes('/') ? inside(program) : [];
  if (!interpreters.test(name)) return own;
  return [...own, ...filesOfInterpreter(name, words.slice(start + 1))];
}

function firstProgram(words: readonly string[]): number {
  let isWrapped = false;
  for (const [index, word] of words.entries()) {
    const isValue = isWrapped && /^(?:-|\d{1,9}(?:\.\d{1,9})?[smhd]?$)/.test(word);
    const isWrapper = runWords.has(word) || (managers.has(word) && words[index + 1] === 'exec');
    if (!/^\w{1,100}=/.test(word) && !isWrapper && !isValue) return index;
    isWrapped ||= isWrapper;
  }
  return 0;
}

function filesOfInterpreter(name: string, words: readonly string[]): readonly string[] {
  const files: string[] = [];
  let isRunner = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const next = words[index + 1] ?? '';
    if (shells.test(name) && /^-[a-z]{0,9}c$/.test(word)) {
      return [...files, ...filesOfProgram(words.slice(index + 1))];
    }
    if (word === '-m') return [...files, ...filesOfModule(next)];
    files.push(...loadedFile(word, next));
    if (word === '--test' || (word === 'test' && /^(?:bun|deno)$/.test(name))) isRunner = true;
    else if (withValue.some(([who, option]) => who.test(name) && option.test(word))) index += 1;
    else if (!word.startsWith('-') && word !== 'run') {
      return isRunner && isTest(word) ? files : [...files, ...programFiles(word)];
    }
  }
  return files;
}

/** A module that `python -m` runs: a runner or what is in the repository. */
function filesOfModule(name: string): readonly string[] {
  const path = name.replaceAll('.', '/');
  return inside(path).flatMap((file) => [file, `${file}.py`, `${file}/__main__.py`]);
}

/** What an interpreter loads before its program: a file only where it is written as one, else a package. */
function loadedFile(word: string, next: string): readonly string[] {
  const option = loads.exec(word);
  if (option === null) return [];
  const file = option[1] ?? next;
  return /^\.?\/|\.\w{1,4}$/.test(file) ? inside(file) : [];
}

/** The file of a word that an interpreter runs; without its ending, or with the name of a folder, what that leads to. */
function programFiles(word: string): readonly string[] {
  const found = inside(word === '.' ? 'index' : word);
  return found.flatMap((file) => {
    const path = file.replace(/\/{1,9}$/, '');
    if (/\.\w{1,5}$/.test(path)) return [path];
    return [path, ...['.js', '.mjs', '.cjs', '/index.js', '/__main__.py'].map((end) => path + end)];
  });
}

/** Tests are what tasks are about: which of them pass is compared one by one. */
function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|spec|specs|__tests__)\/|(?:^|[._-])(?:test|spec)s?\.\w{1,5}$|(?:^|\/)test_/i.test(
    path,
  );
}

/** A path below the repository as git writes it; nothing for others. */
function inside(word: string): readonly string[] {
  const path = word.replace(/^(?:\.\/){1,10}/, '');
  return /^[/~$]|(?:^|\/)\.\.(?:\/|$)/.test(path) || path === '' ? [] : [path];
}

/**
 * Folders from which the Python of the commands may import beside the root of the repository: those that they name,
 * those of the scripts that they run, and where tests usually are. None where no command names Python.
 */
export function importFolders(commands: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const command of commands) {
    if (!/\bpy(?:thon|py|test)|\b(?:tox|nox|coverage|nose2?)\b/.test(command)) continue;
    for (const word of [
      'test',
      'tests',
      ...command.slice(0, 10_000).split(/[\s;|&()=:'"]{1,99}/),
    ]) {
      const [path] = inside(word);
      if (path === undefined || path.startsWith('-')) continue;
      // What is no folder has no module in it.
      folders.add(path.replace(/\/{1,9}$|(?:^|\/)[^/]{1,200}\.pyc?$/, ''));
    }
  }
  return folders;
}
