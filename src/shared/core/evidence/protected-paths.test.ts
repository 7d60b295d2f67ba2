import { describe, expect, it } from 'vitest';
import { importFolders } from './command-files.ts';
import { protectionOf, shadowsLibrary } from './protected-paths.ts';

describe('what decides what a check means', () => {
  it.each([
    '.github/workflows/ci.yml',
    '.gitlab-ci.yml',
    'Jenkinsfile',
    'package-lock.json',
    'packages/a/pnpm-lock.yaml',
    'poetry.lock',
    'Cargo.lock',
    'go.sum',
    'requirements.txt',
    'requirements-dev.txt',
    '.npmrc',
    'vitest.config.ts',
    'vitest.setup.ts',
    'vite.config.mjs',
    'jest.config.unit.js',
    '.mocharc.cjs',
    'playwright.desktop.config.ts',
    'conftest.py',
    'tests/unit/conftest.py',
    'pytest.ini',
    'tox.ini',
    'sitecustomize.py',
    'phpunit.xml',
    'pom.xml',
    'build.gradle.kts',
    '.cargo/config.toml',
    'tsconfig.json',
    'eslint.config.js',
    '.eslintrc',
    '.husky/pre-commit',
    '.pre-commit-config.yaml',
    'src/__snapshots__/a.test.ts.snap',
    'e2e/home.spec.ts-snapshots/home.png',
    'tests/__snapshots__/test_a.ambr',
    'node_modules/.bin/vitest',
    '.gitignore',
    '.gitattributes',
    'pytest.py',
    'unittest/__init__.py',
    '.switchyard/project.yaml',
    '.switchyard/prompts/developer.md',
    '.switchyard/knowledge/a.md',
  ])('has %s as a whole', (path) => {
    expect(protectionOf(path)).toBe('whole');
  });

  it('has parts of manifests, and notes but for what is added to them', () => {
    expect(protectionOf('package.json')).toBe('parts');
    expect(protectionOf('packages/b/package.json')).toBe('parts');
    expect(protectionOf('pyproject.toml')).toBe('parts');
    expect(protectionOf('.switchyard/KNOWLEDGE.md')).toBe('end');
    expect(protectionOf('.switchyard/DECISIONS.md')).toBe('end');
  });

  it.each([
    'src/index.ts',
    'src/config.ts',
    'test/a.test.ts',
    'tests/test_a.py',
    'docs/features/e/e.1.md',
    'README.md',
    'lib/lock.ts',
    'src/requirements.ts',
    'app/snapshots/page.tsx',
    'src/coverage.py',
  ])('does not have %s', (path) => {
    expect(protectionOf(path)).toBeNull();
  });
});

describe('a new file', () => {
  const folders = importFolders(['python3 -m unittest discover -s checks', 'python3 ci/run.py']);

  it.each([
    'argparse.py',
    'traceback/__init__.py',
    'json.pyc',
    'difflib.cpython-312-x86_64-linux-gnu.so',
    'tests/logging.py',
    'checks/argparse.py',
    'ci/subprocess.py',
    'lib/minitest/autorun.rb',
    'lib/Test/More.pm',
  ])('of the name of a library that runners use is taken in its place: %s', (path) => {
    expect(shadowsLibrary({ path }, folders)).toBe(true);
  });

  it('is so as a link to a folder too', () => {
    expect(shadowsLibrary({ path: 'argparse', isLink: true }, folders)).toBe(true);
  });

  it.each(['app/logging.py', 'types.ts', 'argparse/README.md', 'src/json/__init__.py', 'add.py'])(
    'is not so where nothing imports it from: %s',
    (path) => {
      expect(shadowsLibrary({ path }, folders)).toBe(false);
    },
  );
});
