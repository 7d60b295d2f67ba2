import { describe, expect, it } from 'vitest';
import { filesOfCommand, protectionOf } from './protected-paths.ts';

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

describe('the files of a command', () => {
  it.each<[string, readonly string[]]>([
    ['node score.mjs', ['score.mjs']],
    ['NODE_ENV=test node --enable-source-maps ./scripts/check.js --all', ['scripts/check.js']],
    ['sh ci/test.sh -v', ['ci/test.sh']],
    ['./run-tests', ['run-tests']],
    ['npm ci && bash ci/all.sh | tee out.log', ['ci/all.sh']],
    ['make check', ['Makefile', 'makefile', 'GNUmakefile']],
    ['python3 -m pytest', ['pytest']],
    ['grep -q x a.txt', []],
    ['test -f out.txt', []],
    ['npm test', []],
    ['node ../outside.js', []],
    ['/usr/bin/true', []],
    ['', []],
  ])('%s', (command, files) => {
    expect(filesOfCommand(command)).toEqual(files);
  });
});
