import { describe, expect, it } from 'vitest';
import { filesOfCommand } from './command-files.ts';

describe('the files of a command', () => {
  it.each<[string, readonly string[]]>([
    ['node score.mjs', ['score.mjs']],
    ['NODE_ENV=test node --enable-source-maps ./scripts/check.js --all', ['scripts/check.js']],
    ['sh ci/test.sh -v', ['ci/test.sh']],
    ['./run-tests', ['run-tests']],
    ['npm ci && bash ci/all.sh | tee out.log', ['ci/all.sh']],
    ['make check', ['Makefile', 'makefile', 'GNUmakefile']],
    ['python3 -m pytest', ['pytest', 'pytest.py', 'pytest/__main__.py']],
    ['python3 -m ci.run', ['ci/run', 'ci/run.py', 'ci/run/__main__.py']],
    ['cd sub && sh test.sh', ['test.sh', 'sub/test.sh']],
    ["sh -euc 'node test.js'", ['test.js']],
    ['bash -eo pipefail ci/test.sh', ['ci/test.sh']],
    ['python3 -O -W error test_all.py', ['test_all.py']],
    ['node --import ./hooks.mjs --test-reporter tap test.js', ['hooks.mjs', 'test.js']],
    ['timeout -k 5 60 sh test.sh', ['test.sh']],
    ['poetry run python test/run.py', ['test/run.py']],
    ['npm exec -- tsx test/all.ts', ['test/all.ts']],
    ['node --test a.test.js', []],
    ['bun test a.test.ts', []],
    ['npx vitest run a.test.ts', []],
    ['python3 -m unittest tests/test_a.py', ['unittest', 'unittest.py', 'unittest/__main__.py']],
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
