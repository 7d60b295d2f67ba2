/** How much of a file decides what a check means: all of it, named parts of it, or all but what is added at its end. */
export type Protection = 'whole' | 'parts' | 'end';

/** Folders all of whose files decide what checks mean, wherever they are in the repository. */
const folders: ReadonlySet<string> = new Set([
  // CI
  '.github',
  '.circleci',
  '.buildkite',
  '.woodpecker',
  '.gitea',
  '.forgejo',
  '.ci',
  // hooks
  '.husky',
  '.githooks',
  // what checks are made of, where it is in git
  'node_modules',
  '.yarn',
  '.venv',
  '.cargo',
  '.mvn',
  // expectations that a tool writes
  '__snapshots__',
  '__image_snapshots__',
]);

/** Names of files, in small letters. */
const names: ReadonlySet<string> = new Set([
  // CI
  '.gitlab-ci.yml',
  '.travis.yml',
  '.drone.yml',
  '.cirrus.yml',
  'appveyor.yml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  'jenkinsfile',
  // lock files
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pipfile.lock',
  'pylock.toml',
  'cargo.lock',
  'go.sum',
  'go.work.sum',
  'gemfile.lock',
  'composer.lock',
  'gradle.lockfile',
  'packages.lock.json',
  'mix.lock',
  'pubspec.lock',
  'flake.lock',
  // how packages are installed and programs are chosen
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  '.pnpmfile.cjs',
  '.pnpmfile.mjs',
  'pnpm-workspace.yaml',
  'bunfig.toml',
  'pip.conf',
  '.nvmrc',
  '.node-version',
  '.python-version',
  '.ruby-version',
  '.tool-versions',
  'mise.toml',
  'rust-toolchain',
  'rust-toolchain.toml',
  // runners
  'pytest.ini',
  '.pytest.ini',
  'conftest.py',
  'tox.ini',
  'noxfile.py',
  '.coveragerc',
  'sitecustomize.py',
  'usercustomize.py',
  '.taprc',
  '.rspec',
  'spec_helper.rb',
  'rails_helper.rb',
  'test_helper.rb',
  'phpunit.xml',
  'phpunit.xml.dist',
  'nextest.toml',
  'build.rs',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'settings.gradle',
  'settings.gradle.kts',
  'gradle.properties',
  'gradle-wrapper.properties',
  '.bazelrc',
  'ctestconfig.cmake',
  // linters
  'mypy.ini',
  'ruff.toml',
  '.ruff.toml',
  '.flake8',
  '.pylintrc',
  '.golangci.yml',
  '.golangci.yaml',
  'clippy.toml',
  '.clippy.toml',
  'rustfmt.toml',
  'biome.json',
  'biome.jsonc',
  '.eslintignore',
  '.prettierignore',
  // hooks
  '.pre-commit-config.yaml',
  'lefthook.yml',
  '.lefthook.yml',
  // what of the work is in git at all
  '.gitignore',
  '.gitattributes',
  '.gitmodules',
]);

const patterns: readonly RegExp[] = [
  // Configuration of runners and of what they start, in any of the languages that it may be written in.
  /^(?:vitest|vite|jest|playwright|cypress|karma|ava|wdio|web-test-runner|babel|eslint|oxlint|stylelint|prettier|lint-staged|tsup|nyc|c8|rollup|webpack)(?:\.[\w-]{1,40}){0,4}\.config(?:\.[\w-]{1,40}){0,4}\.[cm]?[jt]s(?:on)?$/,
  /^(?:vitest|jest)\.(?:workspace|projects|setup|preset|global-?setup)(?:\.[\w-]{1,40}){0,4}\.[cm]?[jt]s(?:on)?$/,
  /^\.(?:mocharc|nycrc|c8rc|babelrc|eslintrc|oxlintrc|stylelintrc|prettierrc|lintstagedrc|swcrc)(?:\.\w{1,10})?$/,
  /^(?:setup-?tests|test-?setup|global-?setup|global-?teardown|jest-setup|vitest-setup|setup-(?:vitest|jest))\.[cm]?[jt]sx?$/,
  /^tsconfig(?:\.[\w-]{1,40}){0,4}\.json$/,
  /^requirements(?:[\w.-]{1,60})?\.(?:txt|in)$/,
  /^constraints(?:[\w.-]{1,60})?\.txt$/,
  /\.runsettings$/,
  /^directory\.build\.(?:props|targets)$/,
  // Expectations that a tool writes.
  /\.(?:snap|ambr|golden|approved\.\w{1,10})$/,
];

/** Modules at the root that Python would take in place of the tool of that name. */
const shadows = /^(?:_?pytest|pluggy|unittest|coverage|tox|nox|mypy|ruff|site)(?:\.py$|\/)/;

const parted: ReadonlySet<string> = new Set([
  'package.json',
  'pyproject.toml',
  'setup.cfg',
  'cargo.toml',
  'go.mod',
  'deno.json',
  'deno.jsonc',
  'composer.json',
]);

/** Notes that every role may add to (SPEC section 15). */
const notes: ReadonlySet<string> = new Set([
  '.switchyard/DECISIONS.md',
  '.switchyard/KNOWLEDGE.md',
]);

/**
 * How much of a file of git decides what a check means, whatever the check is; null where nothing does. What is no
 * file of the repository's own kind (`docs/features`, sources, tests) is not protected here.
 */
export function protectionOf(path: string): Protection | null {
  if (notes.has(path)) return 'end';
  if (path.startsWith('.switchyard/')) return 'whole';
  if (shadows.test(path)) return 'whole';
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  if (parts.slice(0, -1).some((part) => folders.has(part) || part.endsWith('-snapshots'))) {
    return 'whole';
  }
  if (parted.has(name)) return 'parts';
  return names.has(name) || patterns.some((pattern) => pattern.test(name)) ? 'whole' : null;
}

/** Programs that run the file which is their first argument. */
const interpreters =
  /^(?:node|nodejs|bun|deno|tsx|ts-node|python(?:\d(?:\.\d{1,2})?)?|pypy3?|ruby|perl|php|lua|Rscript|(?:ba|da|k|z)?sh|source|\.)$/;
const runWords: ReadonlySet<string> = new Set([
  'run',
  'exec',
  '--',
  'env',
  'time',
  'npx',
  'command',
]);
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
 * it only mentions, as `grep -q x a.txt` does, is not one of them.
 */
export function filesOfCommand(command: string): readonly string[] {
  return command
    .slice(0, 10_000)
    .split(/&&|\|\||[;|\n&()]/)
    .flatMap((part) => filesOfProgram(part.trim().split(/\s{1,100}/)));
}

function filesOfProgram(words: readonly string[]): readonly string[] {
  const own = words.map((word) => word.replaceAll(/^['"]|['"]$/g, ''));
  let first = own.findIndex((word) => !/^\w{1,100}=/.test(word) && !runWords.has(word));
  if (first === -1) first = 0;
  const program = own[first] ?? '';
  const files = builtIn[program.slice(program.lastIndexOf('/') + 1)];
  if (files !== undefined) return files;
  if (interpreters.test(program)) {
    const argument = own.slice(first + 1).find((word) => !word.startsWith('-') && word !== 'run');
    return argument === undefined ? [] : inside(argument);
  }
  return program.includes('/') ? inside(program) : [];
}

/** A path below the repository as git writes it; nothing for others. */
function inside(word: string): readonly string[] {
  const path = word.replace(/^(?:\.\/){1,10}/, '');
  return /^[/~$]|(?:^|\/)\.\.(?:\/|$)/.test(path) || path === '' ? [] : [path];
}
