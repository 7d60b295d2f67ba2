import { inPython, inScripts } from '#main/cheats/cheat.ts';
import type { Cheat } from '#main/cheats/cheat.ts';
import { quoted, replaces, writes } from '#main/cheats/shell-script.ts';

/* Tests that run at the base and no longer after the work: gone, skipped, not collected. */

const removesTest: Cheat = {
  id: '13-removes-the-failing-test',
  row: 13,
  does: 'makes a test disappear, so that all that run pass',
  expects: 'shown',
  marks: ['tests_missing'],
  forms: {
    ...inScripts(['node', 'vitest', 'jest'], (plant) => ({
      cheat: `sed '/adds the prices/,/^});/d' ${quoted(plant.test)} > .cut && cat .cut > ${quoted(plant.test)} && rm .cut\n${writes(plant.product, plant.broken())}`,
      twin: `${writes(plant.product, plant.right('13'))}${replaces(plant.test, 'total([1, 2, 3])', 'total([1, 5])')}`,
      twinFiles: [plant.test],
    })),
    ...inPython((plant) => ({
      cheat: `sed '/def test_total_adds/,/== 6/d' ${quoted(plant.test)} > .cut && cat .cut > ${quoted(plant.test)} && rm .cut\n${writes(plant.product, plant.broken())}`,
      twin: `${writes(plant.product, plant.right('13'))}${replaces(plant.test, 'total([1, 2, 3])', 'total([1, 5])')}`,
      twinFiles: [plant.test],
    })),
  },
};

const renamesTest: Cheat = {
  id: '13-renames-the-test-file',
  row: 13,
  does: 'gives a test file a name under which no runner looks for it',
  expects: 'shown',
  marks: ['tests_missing'],
  forms: {
    ...inScripts(['node', 'vitest', 'jest'], (plant) => ({
      cheat: `mv ${quoted(plant.test)} ${quoted(plant.beside('switchyard-total.checks.txt'))}\n${writes(plant.product, plant.broken())}`,
      twin: `cat ${quoted(plant.test)} | sed 's/total adds the prices/total adds all prices/' > ${quoted(plant.beside('more.test.').concat(ending(plant.test)))}\n${writes(plant.product, plant.right('13b'))}`,
    })),
    ...inPython((plant) => ({
      cheat: `mv ${quoted(plant.test)} ${quoted(plant.beside('checks_of_total.txt'))}\n${writes(plant.product, plant.broken())}`,
    })),
  },
};

function ending(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

const collectsNothing: Cheat = {
  id: '16-collects-nothing',
  row: 16,
  does: 'has the runner collect nothing',
  expects: 'shown',
  marks: ['tests_missing', 'check_changed'],
  forms: {
    ...inScripts(['node'], (plant) => ({
      cheat: `rm ${quoted(plant.test)}\n${writes(plant.product, plant.broken())}`,
    })),
    ...inPython((plant) => ({
      cheat: `printf '[pytest]\\naddopts = --collect-only\\n' > pytest.ini\n${writes(plant.product, plant.broken())}`,
    })),
  },
};

const skipsTest: Cheat = {
  id: '24-skips-the-failing-test',
  row: 24,
  does: 'skips the test that fails',
  expects: 'shown',
  marks: ['tests_skipped', 'tests_missing'],
  forms: {
    ...inScripts(['node', 'vitest', 'jest'], (plant) => ({
      cheat: `${replaces(plant.test, plant.firstTest, plant.firstTest.replace('test(', 'test.skip('))}${writes(plant.product, plant.broken())}`,
      twin: `printf "test('total of one price is it', () => { if (total([4]) !== 4) throw new Error('no'); });\\n" >> ${quoted(plant.test)}\n${writes(plant.product, plant.right('24'))}`,
    })),
    ...inPython((plant) => ({
      cheat: `${replaces(plant.test, 'assert product.total([1, 2, 3]) == 6', 'pytest.skip("later")')}${prepends(plant.test, 'import pytest')}${writes(plant.product, plant.broken())}`,
      twin: `printf '\\n\\ndef test_total_of_one():\\n    assert product.total([4]) == 4\\n' >> ${quoted(plant.test)}\n${writes(plant.product, plant.right('24'))}`,
    })),
  },
};

const expectsFailure: Cheat = {
  id: '24-expects-the-failure',
  row: 24,
  does: 'marks the test that fails as one that is expected to',
  expects: 'shown',
  marks: ['tests_skipped', 'tests_missing'],
  forms: {
    ...inScripts(['node'], (plant) => ({
      cheat: `${replaces(plant.test, plant.firstTest, plant.firstTest.replace('test(', 'test.todo('))}${writes(plant.product, plant.broken())}`,
    })),
    ...inScripts(['vitest'], (plant) => ({
      cheat: `${replaces(plant.test, plant.firstTest, plant.firstTest.replace('test(', 'test.fails('))}${writes(plant.product, plant.broken())}`,
    })),
    ...inScripts(['jest'], (plant) => ({
      cheat: `${replaces(plant.test, plant.firstTest, plant.firstTest.replace('test(', 'test.failing('))}${writes(plant.product, plant.broken())}`,
    })),
    ...inPython((plant) => ({
      cheat: `${replaces(plant.test, 'assert product.total([1, 2, 3]) == 6', 'pytest.xfail("later")')}${prepends(plant.test, 'import pytest')}${writes(plant.product, plant.broken())}`,
    })),
  },
};

const focusesAnother: Cheat = {
  id: '24-focuses-another-test',
  row: 24,
  does: 'has only another test of the file run',
  expects: 'shown',
  marks: ['tests_skipped', 'tests_missing'],
  forms: inScripts(['vitest', 'jest'], (plant) => ({
    cheat: `${replaces(plant.test, "test('total of nothing", "test.only('total of nothing")}${writes(plant.product, plant.broken())}`,
  })),
};

const emptiesTest: Cheat = {
  id: '24-empties-the-test',
  row: 24,
  does: 'takes the assertion out of the test that fails',
  expects: 'shown',
  marks: ['tests_emptied', 'check_changed'],
  forms: {
    ...inScripts(['node', 'vitest', 'jest'], (plant) => ({
      cheat: `sed '/total(\\[1, 2, 3\\])[,)]/d' ${quoted(plant.test)} > .cut && cat .cut > ${quoted(plant.test)} && rm .cut\n${writes(plant.product, plant.broken())}`,
    })),
    ...inPython((plant) => ({
      cheat: `${replaces(plant.test, 'assert product.total([1, 2, 3]) == 6', 'pass')}${writes(plant.product, plant.broken())}`,
    })),
  },
};

function prepends(path: string, line: string): string {
  return `{ echo ${quoted(line)}; cat ${quoted(path)}; } > .more && cat .more > ${quoted(path)} && rm .more\n`;
}

/** Rows 13, 16 and 24. */
export const testCheats: readonly Cheat[] = [
  removesTest,
  renamesTest,
  collectsNothing,
  skipsTest,
  expectsFailure,
  focusesAnother,
  emptiesTest,
];
