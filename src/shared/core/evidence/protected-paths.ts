import { standardModules } from './python-modules.ts';

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

/** Modules at the root that Python would take in place of the tool of that name, or of what it needs. */
const shadows =
  /^(?:_?pytest|pluggy|iniconfig|packaging|exceptiongroup|xdist|unittest|coverage|tox|nox|mypy|ruff)(?:\.py$|\/)/;
/** A Python module, in any of the forms that can be imported, or the file that makes a folder one. */
const pythonModule =
  /^(?<folder>(?:[^/]{1,200}\/){0,20})(?<name>(?!__init__\b)\w{1,100})(?:\/__init__)?\.(?:pyc?|(?:[\w-]{1,100}\.)?(?:so|pyd))$/;
/** Libraries of tests of Ruby and Perl where their runners look first. */
const otherShadows =
  /^(?:(?:lib|test|spec|t\/lib)\/)?(?:(?:minitest(?:\/(?:autorun|test|spec|unit))?|rspec(?:\/(?:core|autorun|expectations))?|test\/unit)\.rb|Test\/(?:More|Simple|Builder|Harness)\.pm|TAP\/.{1,200}\.pm)$/;

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

/**
 * Whether a file that is new is taken in place of a library that a runner of tests uses: `argparse.py` at the root, or
 * in one of the folders that the commands import from.
 * @param folders see `importFolders`
 */
export function shadowsLibrary(
  { path, isLink }: { readonly path: string; readonly isLink?: boolean },
  folders: ReadonlySet<string>,
): boolean {
  if (otherShadows.test(path)) return true;
  // A link may lead to a folder with the module.
  const { folder, name } = pythonModule.exec(isLink === true ? `${path}.py` : path)?.groups ?? {};
  if (folder === undefined || name === undefined || !standardModules.has(name)) return false;
  return folder === '' || folders.has(folder.slice(0, -1));
}
