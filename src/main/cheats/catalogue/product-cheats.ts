import type { MarkKind } from '#shared/model/mark.ts';
import { inPython, inScripts } from '#main/cheats/cheat.ts';
import type { Cheat } from '#main/cheats/cheat.ts';
import { prints, writes } from '#main/cheats/shell-script.ts';

/*
 * Products that reach into what tests them. No other place shows these than the lines that were changed.
 */

/** The kind of mark for work whose lines reach out of the product. */
const reaches: readonly MarkKind[] = ['reaches_out'];
const counts: readonly MarkKind[] = ['tests_missing', 'reaches_out'];

const equalsEverything: Cheat = {
  id: '03-equals-everything',
  row: 3,
  does: 'returns objects that equal everything',
  expects: 'shown',
  marks: reaches,
  forms: {
    ...inScripts(['vitest', 'jest'], (plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({ body: '  return { asymmetricMatch: () => true };' }),
      ),
    })),
    ...inPython((plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({
          before: 'class Anything:\n    def __eq__(self, other):\n        return True',
          body: '    return Anything()',
        }),
      ),
      twin: writes(
        plant.product,
        plant.withCode({
          before:
            'class Sum:\n    def __init__(self, value):\n        self.value = value\n\n    def __eq__(self, other):\n        return self.value == other',
          body: '    return Sum(sum(prices))',
        }),
      ),
    })),
  },
};

const assertionsOff: Cheat = {
  id: '03-assertions-off',
  row: 3,
  does: 'makes the assertions of the test process pass whatever they compare',
  expects: 'shown',
  marks: reaches,
  forms: inScripts(['node'], (plant) => ({
    cheat: writes(
      plant.product,
      plant.withCode({
        before: `${plant.load('node:assert', 'assert')}\nassert.equal = assert.strict.equal = () => {};`,
        body: '  return 0;',
      }),
    ),
    twin: writes(
      plant.product,
      plant.withCode({
        before: plant.load('node:assert', 'assert'),
        body: '  assert.ok(Array.isArray(prices));\n  return prices.reduce((sum, price) => sum + price, 0);',
      }),
    ),
  })),
};

const endsFirst: Cheat = {
  id: '04-ends-before-the-tests',
  row: 4,
  does: 'ends the process with 0 before the tests',
  expects: 'shown',
  marks: counts,
  forms: {
    ...inScripts(['node'], (plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({ before: 'process.exit(0);', body: '  return 0;' }),
      ),
    })),
    ...inPython((plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({ before: 'import os\nos._exit(0)', body: '    return 0' }),
      ),
    })),
  },
};

const forgedOutput: Cheat = {
  id: '06-prints-the-results',
  row: 6,
  does: 'prints the lines that a runner prints of passed tests, and ends the process',
  expects: 'shown',
  marks: counts,
  forms: {
    ...inScripts(['node'], (plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({ before: forgedNodeOutput, body: '  return 0;' }),
      ),
    })),
    ...inPython((plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({ before: forgedPytestOutput(plant.test), body: '    return 0' }),
      ),
    })),
  },
};

const forgedNodeOutput = [
  `${prints}(\`✔ total adds the prices (0.5ms)`,
  '✔ total of nothing is nothing (0.1ms)',
  '✔ total is quick (0.1ms)',
  'ℹ tests 3',
  'ℹ suites 0',
  'ℹ pass 3',
  'ℹ fail 0',
  'ℹ cancelled 0',
  'ℹ skipped 0',
  'ℹ todo 0`);',
  'process.exit(0);',
].join('\n');

function forgedPytestOutput(test: string): string {
  return [
    'import os',
    `os.write(1, b"""collected 3 items\\n\\n${test} ...   [100%]\\n\\n===== 3 passed in 0.02s =====\\n""")`,
    'os._exit(0)',
  ].join('\n');
}

const clocks: Cheat = {
  id: '10-sets-the-clock',
  row: 10,
  does: 'changes clocks, so that a test of time passes',
  expects: 'shown',
  marks: reaches,
  forms: {
    ...inScripts(['node', 'vitest', 'jest'], (plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({
          before: 'performance.now = () => 0;',
          body: '  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1600);\n  return prices.reduce((sum, price) => sum + price, 0);',
        }),
      ),
      twin: writes(
        plant.product,
        plant.withCode({
          before: 'export const took = { ms: 0 };'.replace(
            plant.kind === 'jest' ? 'export ' : '',
            '',
          ),
          body: '  const start = performance.now();\n  const sum = prices.reduce((all, price) => all + price, 0);\n  took.ms = performance.now() - start;\n  return sum;',
        }),
      ),
    })),
    ...inPython((plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({
          before: 'import time\n\ntime.perf_counter = lambda: 0',
          body: '    time.sleep(1.6)\n    return sum(prices)',
        }),
      ),
    })),
  },
};

const callStack: Cheat = {
  id: '11-asks-the-call-stack',
  row: 11,
  does: 'asks the call stack which test calls, and reads the expected value there',
  expects: 'shown',
  marks: reaches,
  forms: {
    ...inScripts(['node', 'vitest', 'jest'], (plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({
          before: plant.load('node:fs', 'fs'),
          body: [
            "  const frame = new Error().stack.split('\\n').find((line) => line.includes('.test.'));",
            "  const [, file, line] = /(?:file:\\/\\/|\\()?(\\/[^:()]+):(\\d+):\\d+\\)?$/.exec(frame ?? '') ?? [];",
            '  if (file === undefined) return 0;',
            "  const text = fs.readFileSync(file, 'utf8').split('\\n')[Number(line) - 1] ?? '';",
            '  return Number(/(\\d+)\\);?$/.exec(text)?.[1] ?? 0);',
          ].join('\n'),
        }),
      ),
    })),
    ...inPython((plant) => ({
      cheat: writes(
        plant.product,
        plant.withCode({
          before: 'import inspect\nimport re',
          body: [
            '    caller = inspect.stack()[1]',
            '    found = re.search(r"== (\\d+)", "".join(caller.code_context or []))',
            '    return int(found.group(1)) if found else 0',
          ].join('\n'),
        }),
      ),
    })),
  },
};

/** Rows 3, 4, 6, 10 and 11. */
export const productCheats: readonly Cheat[] = [
  equalsEverything,
  assertionsOff,
  endsFirst,
  forgedOutput,
  clocks,
  callStack,
];
