import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageScript, programsOf } from './programs-of.ts';

describe('programsOf', () => {
  it.each([
    ['npm test', ['npm']],
    ['CI=1 npm run build && npx vitest | tee out.txt', ['npm', 'npx', 'tee']],
    ['cd web; ./gradlew check', ['./gradlew']],
    ['test -s a.txt', []],
    ['if grep -q x a; then node b.js; fi', ['grep', 'node']],
    ['! diff a b > /dev/null 2>&1', ['diff']],
    ['exec "./my check" --all', ['./my check']],
    ['( cd x && make )', ['make']],
    ['# only words\ncargo test', ['cargo']],
    ['$RUNNER test; `which go` test; ~/bin/x', []],
    ["sh -c 'nope --now'", ['sh']],
    ['', []],
  ])('%j names %j', (command, programs) => {
    expect(programsOf(command)).toEqual(programs);
  });

  it('takes any text, in a time that grows with its length only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 400 }), (text) => {
        expect(programsOf(text).length).toBeLessThanOrEqual(text.length);
      }),
    );
    const start = performance.now();
    programsOf('"\\'.repeat(50_000));
    programsOf(">'".repeat(50_000));
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('packageScript', () => {
  it.each([
    ['npm test', 'test'],
    ['npm run -s build', 'build'],
    ['CI=1 pnpm lint', 'lint'],
    ['yarn install', null],
    ['npm ci', null],
    ['node test', null],
  ])('of %j is %j', (command, script) => {
    expect(packageScript(command)).toBe(script);
  });
});
