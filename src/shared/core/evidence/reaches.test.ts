import { describe, expect, it } from 'vitest';
import { reachesIn, reachText } from './reaches.ts';
import type { ChangedFile } from './changed-checks.ts';

function changed(path: string, after: string, before: string | null = null): ChangedFile {
  return { path, status: before === null ? 'created' : 'modified', before, after };
}

const found = (path: string, after: string, before: string | null = null): readonly string[] =>
  reachesIn([changed(path, after, before)]).map(reachText);

describe('what the lines of a work reach for', () => {
  it.each([
    ['a.mjs', 'assert.equal = assert.strict.equal = () => {};', 'sets how assertions compare'],
    ['a.mjs', 'Object.assign(assert, { ok() {} });', 'sets how assertions compare'],
    ['a.ts', 'return { asymmetricMatch: () => true };', 'makes an object that equals everything'],
    ['a.mjs', 'process.exit(0);', 'ends the process with 0'],
    ['a.mjs', "process.on('exit', () => { process.exitCode = 0; });", 'ends the process with 0'],
    ['a.py', 'os._exit(0)', 'ends the process with 0'],
    ['a.go', '\tos.Exit(0)', 'ends the process with 0'],
    ['a.mjs', 'performance.now = () => 0;', 'sets a clock or a timer'],
    ['a.ts', 'globalThis.setTimeout = later;', 'sets a clock or a timer'],
    ['a.py', 'time.perf_counter = lambda: 0', 'sets a clock or a timer'],
    ['a.mjs', "const where = new Error().stack.split('\\n');", 'reads the call stack'],
    ['a.py', 'caller = inspect.stack()[1]', 'reads the call stack'],
    ['a.mjs', 'if (process.env.NODE_TEST_CONTEXT) return 6;', 'asks whether tests run'],
    ['a.py', 'if "pytest" in sys.modules:', 'asks whether tests run'],
    ['a.mjs', "const answer = await fetch('http://127.0.0.1:1');", 'reaches the network'],
    ['a.py', 'import urllib.request', 'reaches the network'],
    ['a.mjs', "fs.readFileSync('/tmp/other/answers')", 'names a place outside of the repository'],
  ])('in %s: %s', (path, line, what) => {
    expect(found(path, `first\n${line}\n`)).toEqual([`${path}:2 ${what}`]);
  });

  it('is an equality that says yes to everything, over lines', () => {
    const python = 'class A:\n    def __eq__(self, other) -> bool:\n        return True\n';
    expect(found('a.py', python)).toEqual(['a.py:2 makes an object that equals everything']);
    const honest = python.replace('return True', 'return self.value == other');
    expect(found('a.py', honest)).toEqual([]);
  });

  it.each([
    ['a.mjs', "import assert from 'node:assert';\nassert.equal(total, 6);"],
    ['a.mjs', 'const took = performance.now() - start;\nconst ok = Date.now() === 3;'],
    ['a.mjs', 'process.exit(1);\nprocess.exitCode = 1;'],
    ['a.mjs', 'logger.error(error.stack);'],
    ['a.py', 'start = time.time()\ntime.sleep(1)'],
    ['a.md', 'Call `process.exit(0)`.'],
    ['test/a.mjs', 'process.exit(0);'],
    ['a.test.mjs', 'performance.now = () => 0;'],
    ['conftest.py', 'time.time = lambda: 0'],
  ])('is nothing in %s: %s', (path, text) => {
    expect(found(path, text)).toEqual([]);
  });

  it('is only what was not there before', () => {
    expect(found('a.mjs', 'x\nDate.now = fake;\n', 'Date.now = fake;\n')).toEqual([]);
    expect(found('a.mjs', 'Date.now = other;\n', 'Date.now = fake;\n')).toHaveLength(1);
    expect(
      found('cli.mjs', 'process.exit(0);\nif (x) process.exit();', 'process.exit(0);'),
    ).toEqual([]);
  });

  it('is named once for a file and a kind', () => {
    expect(found('a.mjs', 'process.exit(0);\nprocess.exit();\nDate.now = f;')).toEqual([
      'a.mjs:1 ends the process with 0',
      'a.mjs:3 sets a clock or a timer',
    ]);
  });

  it.each([
    ['a', '/etc/passwd', true],
    ['a', '../a', true],
    ['b/c/a', '../../a', false],
    ['b/c/a', '../../../a', true],
    ['b/a', 'x/../../../y', true],
    ['b/a', './x', false],
  ])('is a link at %s to %s: %s', (path, target, isFound) => {
    const reaches = reachesIn([
      { path, status: 'created', before: null, after: target, isLink: true },
    ]);
    expect(reaches.map(reachText)).toEqual(
      isFound ? [`${path} is a link that leads out of the repository`] : [],
    );
  });

  it('takes no longer than its text, also of lines without end', () => {
    const long = `${'assert'.repeat(200_000)}\n${'/tmp/'.repeat(200_000)}\n${'.stack'.repeat(1000)}`;
    const start = performance.now();
    found('a.mjs', long);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
