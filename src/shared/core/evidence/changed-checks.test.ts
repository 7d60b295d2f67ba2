import { describe, expect, it } from 'vitest';
import { marksOfChange, unasked, findingsOf } from './change-marks.ts';
import { changedChecks, scriptsOf } from './changed-checks.ts';
import type { ChangedFile } from './changed-checks.ts';

function modified(path: string, before: string, after: string): ChangedFile {
  return { path, status: 'modified', before, after };
}
const manifest = (fields: object): string => JSON.stringify({ name: 'x', ...fields });
const words = (changes: readonly ChangedFile[], command = 'npm test', scripts = {}): string =>
  marksOfChange(findingsOf(changes, [command], new Map(Object.entries(scripts))))
    .map(({ text }) => text)
    .join(' / ');

describe('a change of the package manifest', () => {
  const before = manifest({ version: '1', scripts: { test: 'node --test', start: 'node .' } });

  it('is told by the names of what decides a check, and by nothing else', () => {
    const after = manifest({ version: '2', scripts: { test: 'true', start: 'node .' } });
    expect(words([modified('package.json', before, after)])).toBe(
      'The check was changed by this work: package.json (scripts.test)',
    );
    const harmless = manifest({
      version: '2',
      dependencies: { left: '^1' },
      scripts: { test: 'node --test', start: 'node .', format: 'prettier .' },
    });
    expect(words([modified('package.json', before, harmless)])).toBe('');
  });

  it('is told of scripts that run by themselves or are run by the check, also new ones', () => {
    const scripts = { test: 'node --test', start: 'node .' };
    const pre = manifest({ scripts: { ...scripts, pretest: 'node cheat.js' } });
    expect(words([modified('package.json', before, pre)])).toContain('(scripts.pretest)');
    const own = manifest({ scripts: { ...scripts, 'verify:all': 'true' } });
    expect(words([modified('package.json', before, own)], 'npm run verify:all')).toContain(
      '(scripts.verify:all)',
    );
  });

  it('is told of configuration, and of dependencies that come from elsewhere', () => {
    const jest = manifest({ scripts: { test: 'node --test', start: 'node .' }, jest: { bail: 1 } });
    expect(words([modified('package.json', before, jest)])).toContain('(jest)');
    const local = manifest({
      scripts: { test: 'node --test', start: 'node .' },
      devDependencies: { vitest: 'file:./fake', tape: '^5' },
    });
    expect(words([modified('package.json', before, local)])).toContain('(devDependencies.vitest)');
  });

  it('that is new has all its scripts from this work; one that is no JSON is told as a whole', () => {
    const created: ChangedFile = {
      path: 'package.json',
      status: 'created',
      before: null,
      after: before,
    };
    expect(words([created])).toContain('package.json (scripts.test)');
    expect(words([modified('package.json', before, '{')])).toMatch(/: package\.json$/);
  });
});

describe('a change of other manifests', () => {
  it('is told by section', () => {
    const before = '[project]\nname = "x"\n[tool.pytest.ini_options]\naddopts = "-q"\n';
    const after = '[project]\nname = "y"\n[tool.pytest.ini_options]\naddopts = "-q -k nothing"\n';
    expect(words([modified('pyproject.toml', before, after)])).toContain(
      'pyproject.toml (tool.pytest.ini_options)',
    );
    expect(words([modified('pyproject.toml', before, before.replace('"x"', '"z"'))])).toBe('');
    const cargo = '[package]\nname = "x"\n[dependencies]\na = "1"\n';
    expect(
      words([modified('Cargo.toml', cargo, `${cargo}[profile.test]\nopt-level = 3\n`)]),
    ).toContain('(profile.test)');
    expect(words([modified('Cargo.toml', cargo, `${cargo}b = "1"\n`)])).toBe('');
    expect(words([modified('go.mod', 'module x\n', 'module x\nreplace a => ./b\n')])).toContain(
      '(replace)',
    );
    expect(words([modified('go.mod', 'module x\n', 'module x\nrequire a v1\n')])).toBe('');
  });
});

describe('a file that the check runs', () => {
  const change = modified('scripts/check.mjs', 'a', 'b');

  it('is found through the scripts of the manifest', () => {
    const scripts = scriptsOf(
      manifest({ scripts: { test: 'npm run all', all: 'node scripts/check.mjs' } }),
    );
    expect(changedChecks([change], ['npm test'], scripts)).toEqual([
      { path: change.path, parts: [] },
    ]);
    expect(changedChecks([change], ['npm start'], scripts)).toEqual([]);
  });

  it('is not told where it is new, or a test that the command names to a runner', () => {
    const created: ChangedFile = { ...change, status: 'created', before: null };
    expect(words([created], 'node scripts/check.mjs')).toBe('');
    const test = modified('a.test.js', 'expect(1)', 'expect(2)');
    expect(words([test], 'node --test a.test.js')).toBe('');
    expect(words([test], 'npx vitest run a.test.js')).toBe('');
  });

  it.each([
    ['test.sh', 'sh test.sh'],
    ['test.sh', './test.sh'],
    ['test.js', 'node test.js'],
    ['test_all.py', 'python test_all.py'],
    ['test/run.mjs', 'npm ci && node test/run.mjs'],
  ])(
    'is told where it has the name of a test and the command itself runs it: %s',
    (path, command) => {
      const told = 'The check was changed by this work: ';
      expect(words([modified(path, 'grep -q good a.txt', 'true')], command)).toContain(told + path);
    },
  );
});

describe('a new file of the name of a library', () => {
  const created = (path: string): ChangedFile => ({
    path,
    status: 'created',
    before: null,
    after: 'x',
  });

  it('is told where the Python of the check takes it in place of the library', () => {
    const told = 'The check was changed by this work: argparse.py';
    expect(words([created('argparse.py')], 'python3 -m unittest -v')).toBe(told);
    const scripts = { test: 'PYTHONPATH=src:more python -m pytest' };
    expect(words([created('src/queue.py')], 'npm test', scripts)).toContain('src/queue.py');
    expect(words([modified('argparse.py', 'a', 'b')], 'python3 -m unittest -v')).toBe('');
  });
});

describe('the notes of a repository', () => {
  it('may be added to, and not rewritten', () => {
    const path = '.switchyard/KNOWLEDGE.md';
    expect(words([modified(path, '# Notes\n', '# Notes\n- one\n')])).toBe('');
    expect(words([modified(path, '# Notes\n- one\n', '# Notes\n')])).toContain(path);
    expect(words([{ path, status: 'deleted', before: '# Notes\n', after: null }])).toContain(path);
  });
});

describe('files of tests', () => {
  const test = 'expect(a).toBe(1);\nexpect(b).toBe(2);\n';

  it('are told where they expect less than before, or are gone', () => {
    expect(words([modified('src/a.test.ts', test, 'expect(a).toBe(1);\n')])).toBe(
      'Tests expect less than before: src/a.test.ts (1 of 2 expectations)',
    );
    expect(
      words([{ path: 'src/a.test.ts', status: 'deleted', before: test, after: null }]),
    ).toContain('(gone)');
    expect(words([modified('tests/test_a.py', '    assert x\n', '    pass\n')])).toContain(
      '(0 of 1',
    );
  });

  it('are told where more of them are expected to fail, which jest counts as passed', () => {
    const js = "test('a', () => expect(a).toBe(1));\nit('b', () => expect(b).toBe(2));\n";
    const failing = js.replaceAll(/\b(test|it)\(/g, '$1.failing(');
    const change = modified('src/a.test.ts', js, failing);
    const text = 'Tests are expected to fail that were not before: src/a.test.ts (2)';
    expect(words([change])).toBe(text);
    expect(words([modified('src/a.test.ts', failing, js)])).toBe('');
    const python = 'def test_a(self):\n    assert a\n';
    for (const mark of ['@pytest.mark.xfail', '@unittest.expectedFailure']) {
      expect(words([modified('test_a.py', python, `${mark}\n${python}`)])).toContain('to fail');
    }
    const found = findingsOf([change], ['npm test'], new Map());
    expect(marksOfChange(found)).toMatchObject([{ kind: 'tests_skipped' }]);
    const named = { filesToModify: [], testFiles: ['src/a.test.ts'] };
    expect(marksOfChange(unasked(found, named))).toHaveLength(1);
    const created: ChangedFile = { ...change, status: 'created', before: null };
    expect(words([created])).toBe('');
  });

  it('may move, grow and be written anew', () => {
    expect(words([modified('src/a.test.ts', test, `${test}expect(c).toBe(3);\n`)])).toBe('');
    expect(
      words([
        { path: 'src/a.test.ts', status: 'deleted', before: test, after: null },
        { path: 'test/a.test.ts', status: 'created', before: null, after: test },
      ]),
    ).toBe('');
    expect(words([modified('src/a.ts', test, '')])).toBe('');
  });
});

describe('what a task asked for', () => {
  const changes = [modified('vitest.config.ts', 'a', 'b'), modified('a.test.ts', 'expect(1)', '')];
  const found = findingsOf(changes, ['npm test'], new Map());

  it('is what it names among its files; a test file that it names is not there to lose tests', () => {
    const nothing = { filesToModify: [], testFiles: [] };
    expect(unasked(found, nothing)).toEqual(found);
    const named = { filesToModify: ['vitest.config.ts'], testFiles: ['a.test.ts'] };
    expect(unasked(found, named)).toMatchObject({ checks: [], tests: [{ path: 'a.test.ts' }] });
    expect(unasked(found, { filesToModify: ['*.ts'], testFiles: [] })).toEqual({
      checks: [],
      tests: [],
      failing: [],
      reaches: [],
    });
  });

  it('is told by the first names where there are many', () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      modified(`p${index}/conftest.py`, 'a', 'b'),
    );
    expect(words(many)).toMatch(/p11\/conftest\.py and 8 more$/);
  });
});

describe('lines by which checks can be passed', () => {
  it('are shown with their places, and send nothing back', () => {
    const changes = [modified('src/total.mjs', 'a', 'a\nprocess.exit(0);')];
    const found = findingsOf(changes, ['npm test'], new Map());
    expect(marksOfChange(found)).toEqual([
      {
        kind: 'reaches_out',
        text: 'This work does what checks can be passed by: src/total.mjs:2 ends the process with 0',
        paths: ['src/total.mjs'],
      },
    ]);
    expect(marksOfChange(unasked(found, { filesToModify: [], testFiles: [] }))).toEqual([]);
  });
});
