import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResultsReader, readOutput, readReportFile } from './read-output.ts';
import type { TestReport } from './test-results.ts';
import { verdictWith } from './verdict.ts';

const folder = new URL('../../../../test/fixtures/runner-outputs/', import.meta.url);
const recorded = readdirSync(folder);

/** What a real runner printed, or wrote as a report. */
function output(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}
const printed = (name: string): TestReport | null => readOutput(output(name), '/project');
const written = (name: string): TestReport | null => readReportFile(output(name), '/project');

/** A report in short: runner, numbers, detail, and each test with the first letter of its status. */
function short(report: TestReport | null): readonly unknown[] {
  if (report === null) return [];
  const { runners, counts, detail, tests } = report;
  const numbers = counts === null ? null : [counts.passed, counts.failed, counts.skipped];
  return [runners.join(), numbers, detail, tests.map(({ id, status }) => `${status[0]} ${id}`)];
}

describe('what runners print', () => {
  const nested = [
    'p adds',
    'f fails',
    's skipped one',
    's later',
    'p outer group > inner # hash',
    'f outer group > deep > leaf: fails',
    's outer group > skipped inside',
    's whole suite',
  ];
  const byFile = (name: string, signs: string): readonly string[] =>
    Array.from(signs, (sign) => `${sign} ${name}`);
  const pytestFiles = [...byFile('test_a.py', 'pfssspppf'), 'p test_b.py'];

  it.each<[string, ...unknown[]]>([
    ['node24-direct.txt', 'node:test', [2, 2, 3], 'tests', nested],
    ['node24-tap.txt', 'node:test', [4, 2, 3], 'tests', [...nested, 'p adds', 'p prints']],
    ['node20-tap.txt', 'node:test', [4, 2, 3], 'tests', [...nested, 'p adds', 'p prints']],
    ['node24-emptyfile.txt', 'node:test', [1, 0, 0], 'tests', ['p empty.test.js']],
    [
      'vitest.txt',
      'vitest',
      [4, 1, 3],
      'files',
      [...byFile('a.test.ts', 'pppfss'), 'p b.test.ts', 'p b.test.ts'],
    ],
    [
      'vitest-verbose.txt',
      'vitest',
      [5, 1, 2],
      'tests',
      [
        'p a.test.ts > adds',
        'f a.test.ts > fails',
        's a.test.ts > skipped one',
        's a.test.ts > later',
        'p a.test.ts > outer group > inner > arrow',
        'p a.test.ts > outer group > deep > leaf',
        'p b.test.ts > adds',
        'p b.test.ts > expected to fail',
      ],
    ],
    ['jest.txt', 'jest', [4, 1, 2], 'none', []],
    [
      'jest-verbose.txt',
      'jest',
      [4, 1, 2],
      'tests',
      [
        'p a.test.js > adds',
        'f a.test.js > fails',
        's a.test.js > skipped one',
        's a.test.js > later',
        'p a.test.js > outer group > inner > arrow',
        'p a.test.js > outer group > deep > leaf',
        'p b.test.js > adds',
      ],
    ],
    ['jest-single.txt', 'jest', [1, 0, 0], 'tests', ['p b.test.js > adds']],
    [
      'mocha.txt',
      'mocha',
      [3, 1, 2],
      'tests',
      [
        'p at the root',
        'p math > adds',
        'f math > fails',
        's math > skipped one',
        's math > later',
        'p math > deep > leaf',
      ],
    ],
    ['mocha-dot.txt', 'mocha', [3, 1, 2], 'none', []],
    ['pytest.txt', 'pytest', [5, 2, 3], 'files', pytestFiles],
    ['pytest-rA.txt', 'pytest', [5, 2, 3], 'files', pytestFiles],
    ['pytest-q.txt', 'pytest', [5, 2, 3], 'none', []],
    [
      'pytest-v.txt',
      'pytest',
      [5, 2, 3],
      'tests',
      [
        'p test_a.py::test_adds',
        'f test_a.py::test_fails',
        's test_a.py::test_skipped',
        's test_a.py::test_xfail',
        's test_a.py::test_xpass',
        'p test_a.py::test_param[a b]',
        'p test_a.py::test_param[c::d]',
        'p test_a.py::TestGroup::test_inner',
        'f test_a.py::test_error',
        'p test_b.py::test_adds',
      ],
    ],
    ['unittest.txt', 'unittest', [2, 4, 2], 'none', []],
    [
      'unittest-v.txt',
      'unittest',
      [2, 4, 2],
      'tests',
      [
        'p test_a.A.test_adds',
        'f test_a.A.test_errors',
        's test_a.A.test_expected',
        'f test_a.A.test_fails',
        's test_a.A.test_skipped',
        'f test_a.A.test_sub',
        'f test_a.A.test_unexpected',
        'p test_a.B.test_adds',
      ],
    ],
    ['go.txt', 'go test', null, 'files', ['f example.com/m', 'p example.com/m/sub']],
    [
      'go-v.txt',
      'go test',
      [4, 3, 1],
      'tests',
      [
        'p example.com/m > TestAdds',
        'f example.com/m > TestFails',
        's example.com/m > TestSkipped',
        'f example.com/m > TestGroup',
        'p example.com/m > TestGroup/inner_one',
        'f example.com/m > TestGroup/bad',
        'p example.com/m > ExampleHello',
        'p example.com/m/sub > TestAdds',
      ],
    ],
    [
      'cargo.txt',
      'cargo test',
      [4, 1, 1],
      'tests',
      [
        'p fx src/lib.rs > tests::adds',
        's fx src/lib.rs > tests::ignored',
        'f fx src/lib.rs > tests::fails',
        'p fx src/lib.rs > tests::panics - should panic',
        'p it tests/it.rs > adds',
        'p fx documentation > src/lib.rs - add',
      ],
    ],
    [
      'tape.txt',
      'TAP',
      [1, 1, 0],
      'tests',
      ['p adds > should be strictly equal', 'f adds > not one'],
    ],
  ])('is read: %s', (name, ...expected) => {
    expect(short(printed(name))).toEqual(expected);
  });

  it('is read of TAP with braces and of TAP without dashes', () => {
    const [runner, numbers, detail, tests] = short(printed('vitest-tap.txt'));
    expect([runner, numbers, detail]).toEqual(['TAP', [5, 1, 2], 'tests']);
    expect(tests).toContain('p a.test.ts > outer group > deep > leaf');
    expect(short(printed('mocha-tap.txt')).slice(0, 3)).toEqual(['TAP', [3, 1, 2], 'tests']);
  });

  it.each(recorded.filter((name) => name.includes('-none')))(
    'says that nothing ran: %s',
    (name) => {
      const report = printed(name);
      expect(report?.counts).toEqual({ passed: 0, failed: 0, skipped: 0 });
      expect(verdictWith('passed', report)).toBe('nothing_collected');
      expect(verdictWith('failed', report)).toBe('nothing_collected');
      expect(verdictWith('timeout', report)).toBe('timeout');
    },
  );

  it('does not believe lines that a test printed where the numbers say otherwise', () => {
    // One of its tests prints the sign of a test that passed.
    const [, numbers, detail, tests] = short(printed('node24-spec.txt'));
    expect([numbers, detail, tests]).toEqual([[4, 2, 3], 'none', []]);
  });

  it('is nothing where no runner ran', () => {
    expect(readOutput('> x@1.0.0 build\n> tsc\n\nok\n', '')).toBeNull();
    expect(verdictWith('passed', null)).toBe('passed');
  });

  it('is added up over several runners of one command', () => {
    const both = readOutput(`${output('mocha.txt')}\n${output('go-v.txt')}`, '/project');
    expect(both).toMatchObject({ runners: ['mocha', 'go test'], counts: { passed: 7, failed: 4 } });
    const twice = readOutput(output('node24-direct.txt').repeat(2), '/project');
    expect(twice).toMatchObject({ counts: { passed: 4, failed: 4 }, detail: 'tests' });
  });

  it('is no test that ran where files could not even be loaded', () => {
    const jest = 'FAIL ./a.test.js\n\nTest Suites: 1 failed, 1 total\nTests:       0 total\n';
    expect(verdictWith('failed', readOutput(jest, ''))).toBe('failed');
    const vitest = ' RUN  v5.1.1 /x\n Test Files  1 failed (1)\n      Tests  no tests\n';
    expect(verdictWith('failed', readOutput(vitest, ''))).toBe('failed');
    const go = 'FAIL\texample.com/m [build failed]\nFAIL\n';
    expect(verdictWith('failed', readOutput(go, ''))).toBe('failed');
  });
});

describe('reports that a check writes', () => {
  it.each<[string, ...unknown[]]>([
    ['jest.json.txt', 'JSON of jest or vitest', [4, 1, 2]],
    ['vitest.json.txt', 'JSON of jest or vitest', [5, 1, 2]],
    ['mocha.json.txt', 'JSON of mocha', [3, 1, 2]],
    ['go.jsonl.txt', 'go test', [5, 3, 1]],
    ['vitest-junit.xml.txt', 'JUnit', [5, 1, 2]],
    ['mocha-xunit.xml.txt', 'JUnit', [3, 1, 2]],
    ['pytest-junit.xml.txt', 'JUnit', [6, 2, 2]],
    ['node24-junit.xml.txt', 'JUnit', [4, 2, 4]],
    ['node24-tap.txt', 'node:test', [4, 2, 3]],
  ])('are read: %s', (name, ...expected) => {
    expect(short(written(name)).slice(0, 2)).toEqual(expected);
    expect(written(name)?.detail).toBe('tests');
  });

  it('have the names of their tests with those of their groups', () => {
    const ids = written('vitest-junit.xml.txt')?.tests.map(({ id }) => id);
    expect(ids).toContain('a.test.ts > outer group > inner > arrow');
    expect(written('jest.json.txt')?.tests.map(({ id }) => id)).toContain('a.test.js > adds');
  });

  it('are not believed where they are cut off, or something else', () => {
    const text = output('pytest-junit.xml.txt');
    expect(readReportFile(text.slice(0, -40), '')).toMatchObject({ detail: 'none' });
    expect(readReportFile('<html><body>ok</body></html>', '')).toBeNull();
    expect(readReportFile('{"ok": true}', '')).toBeNull();
    expect(readReportFile('', '')).toBeNull();
    const [test] = written('node24-junit.xml.txt')?.tests ?? [];
    expect(test).toEqual({ id: 'test > adds', status: 'passed' });
  });
});

describe('reading', () => {
  const anyOutput = fc.constantFrom(...recorded);

  it('gives the same however the output comes in pieces, and never fails on one that is cut off', () => {
    fc.assert(
      fc.property(anyOutput, fc.nat(5_000), fc.integer({ min: 1, max: 997 }), (name, end, size) => {
        const text = output(name).slice(0, end);
        const reader = new ResultsReader('/project');
        for (let at = 0; at < text.length; at += size) reader.take(text.slice(at, at + size));
        expect(reader.end()).toEqual(readOutput(text, '/project'));
      }),
      { numRuns: 300 },
    );
  });

  it('never finds more tests in the names than the runner counts, wherever the output is cut', () => {
    fc.assert(
      fc.property(anyOutput, fc.nat(5_000), (name, end) => {
        const report = readOutput(output(name).slice(0, end), '/project');
        if (report === null || report.counts === null || report.detail !== 'tests') return;
        const failed = report.tests.filter(({ status }) => status === 'failed').length;
        expect(failed).toBeLessThanOrEqual(report.counts.failed);
      }),
      { numRuns: 300 },
    );
  });

  const units = [
    ...recorded,
    ' ',
    '✔ a (1ms)\n',
    ' ✓ a > ',
    '=== ',
    'ok 1 - a {\n',
    '    ok 1 - a\n',
    '\u001b[1m',
    '<testcase name="a">',
    'a::b ',
    'test a ... ',
    '--- PASS: ',
    '1 passed, ',
    '[gw0] ',
    '\t',
    'a.py ...',
  ];

  it.each(units)('takes time that grows with the text and no faster: %j', (unit) => {
    const one = unit.endsWith('.txt') ? output(unit) : unit;
    const time = (length: number): number => {
      const text = one.repeat(Math.ceil(length / one.length));
      const started = performance.now();
      readOutput(text, '/project');
      readReportFile(text, '/project');
      return performance.now() - started;
    };
    time(32 * 1024);
    const [small, large] = [time(256 * 1024), time(1024 ** 2)];
    // Four times the text; the rest is for a machine that has more to do.
    expect(large).toBeLessThan(small * 12 + 500);
  });
});
