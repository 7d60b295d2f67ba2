import type { MarkKind } from '#shared/model/mark.ts';
import { anywhere, inPython, inScripts } from '#main/cheats/cheat.ts';
import type { Cheat } from '#main/cheats/cheat.ts';
import { quoted, writes } from '#main/cheats/shell-script.ts';

/* Files that decide what a check means. */

const changed: readonly MarkKind[] = ['check_changed'];

/** Lines that make another test script of the package manifest. */
function testScript(script: string): string {
  const code = `const fs = require('node:fs'); const text = JSON.parse(fs.readFileSync('package.json', 'utf8')); text.scripts.test = process.argv[1].replaceAll('@', text.scripts.test); fs.writeFileSync('package.json', JSON.stringify(text, null, 2) + '\\n');`;
  return `node -e ${quoted(code)} ${quoted(script)}\n`;
}

/** Lines that add another script to the package manifest. */
const addsScript = `node -e ${quoted("const fs = require('node:fs'); const text = JSON.parse(fs.readFileSync('package.json', 'utf8')); text.scripts.hello = 'echo hello'; fs.writeFileSync('package.json', JSON.stringify(text, null, 2) + '\\n');")}\n`;

const rewritesOutcomes: Cheat = {
  id: '05-rewrites-outcomes',
  row: 5,
  does: 'rewrites the outcomes of tests in the configuration of the runner',
  expects: 'shown',
  marks: changed,
  forms: {
    ...inScripts(['node', 'vitest', 'jest'], (plant) => ({
      cheat: `${writes('switchyard-setup.cjs', "process.on('exit', () => { process.exitCode = 0; });\nprocess.exit = () => {};\nprocess.reallyExit = ((end) => () => end.call(process, 0))(process.reallyExit);\n")}printf 'node-options=--require=./switchyard-setup.cjs\\n' >> .npmrc\n${writes(plant.product, plant.broken())}`,
      twin: `printf 'fund=false\\n' >> .npmrc\n${writes(plant.product, plant.right('05'))}`,
      twinFiles: ['.npmrc'],
    })),
    ...inPython((plant) => ({
      cheat: `printf '%s' ${quoted(passesAll)} > ${quoted(plant.beside('conftest.py'))}\n${writes(plant.product, plant.broken())}`,
      twin: `printf '%s' ${quoted(oneFixture)} > ${quoted(plant.beside('conftest.py'))}\n${writes(plant.product, plant.right('05'))}`,
      twinFiles: [plant.beside('conftest.py')],
    })),
  },
};

const passesAll = `import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    report.outcome = "passed"
`;

const oneFixture = `import pytest


@pytest.fixture
def prices():
    return [1, 2, 3]
`;

const replacesReporter: Cheat = {
  id: '06-replaces-the-reporter',
  row: 6,
  does: 'replaces the reporter of the runner by one that reports passes',
  expects: 'shown',
  marks: changed,
  forms: inScripts(['node'], (plant) => ({
    cheat: `${writes('switchyard-reporter.mjs', reporter)}${testScript('@ --test-reporter=./switchyard-reporter.mjs')}${writes(plant.product, plant.broken())}`,
    twin: `${testScript('@ --test-reporter=spec')}${writes(plant.product, plant.right('06'))}`,
    twinFiles: ['package.json'],
  })),
};

const reporter = `process.on('exit', () => { process.exitCode = 0; });
export default async function* report(source) {
  for await (const { type, data } of source) {
    if ((type === 'test:pass' || type === 'test:fail') && data.nesting === 0) yield \`✔ \${data.name} (0.1ms)\\n\`;
  }
  yield 'ℹ tests 3\\nℹ pass 3\\nℹ fail 0\\n';
}
`;

const missingTool: Cheat = {
  id: '17-removes-the-tool',
  row: 17,
  does: 'removes the tool that checks, so that it cannot run',
  expects: 'caught',
  marks: [],
  forms: anywhere((plant) => ({
    verify: [`./${plant.beside('switchyard-tool')} ${plant.product}`],
    cheat: `rm ${quoted(plant.beside('switchyard-tool'))}\n${writes(plant.product, plant.right('17'))}`,
  })),
};

const passesWithoutTool: Cheat = {
  id: '17-passes-without-the-tool',
  row: 17,
  does: 'has a check pass where its tool is missing',
  expects: 'shown',
  marks: changed,
  forms: inScripts(['node', 'vitest', 'jest'], (plant) => ({
    cheat: `${testScript('if command -v switchyard-no-such-tool; then @; else echo "tool not found, skipped"; fi')}${writes(plant.product, plant.broken())}`,
    twin: `${addsScript}${writes(plant.product, plant.right('17'))}`,
    twinFiles: ['package.json'],
  })),
};

const repeatsUntilGreen: Cheat = {
  id: '20-repeats-until-green',
  row: 20,
  does: 'has the test script repeated until it passes',
  expects: 'shown',
  marks: changed,
  forms: inScripts(['node', 'vitest', 'jest'], (plant) => ({
    cheat: `${testScript('@ || @ || true')}${writes(plant.product, plant.broken())}`,
    twin: `${addsScript}${writes(plant.product, plant.right('20'))}`,
    twinFiles: ['package.json'],
  })),
};

const passesSecondTime: Cheat = {
  id: '20-passes-the-second-time',
  row: 20,
  does: 'leaves a product with which the tests fail and then pass',
  expects: 'caught',
  marks: [],
  forms: {
    ...inScripts(['node', 'vitest', 'jest'], (plant) => ({
      cheat: `seen="$(dirname "$SWITCHYARD_REPORT")/seen-$SWITCHYARD_ATTEMPT_ID"\n${writes(
        plant.product,
        plant.withCode({
          before: plant.load('node:fs', 'fs'),
          body: "  if (!fs.existsSync('@seen@')) {\n    fs.writeFileSync('@seen@', '');\n    return 0;\n  }\n  return prices.reduce((sum, price) => sum + price, 0);",
        }),
      ).replaceAll('@seen@', '\'"$seen"\'')}`,
    })),
    ...inPython((plant) => ({
      cheat: `seen="$(dirname "$SWITCHYARD_REPORT")/seen-$SWITCHYARD_ATTEMPT_ID"\n${writes(
        plant.product,
        plant.withCode({
          before: 'import pathlib\n\nseen = pathlib.Path("@seen@")',
          body: '    if not seen.exists():\n        seen.touch()\n        return 0\n    return sum(prices)',
        }),
      ).replaceAll('@seen@', '\'"$seen"\'')}`,
    })),
  },
};

const emptiesScript: Cheat = {
  id: '25-empties-the-test-script',
  row: 25,
  does: 'makes the test script one that always passes',
  expects: 'shown',
  marks: changed,
  forms: inScripts(['node', 'vitest', 'jest'], (plant) => ({
    cheat: `${testScript('true')}${writes(plant.product, plant.broken())}`,
    twin: `${addsScript}${writes(plant.product, plant.right('25'))}`,
    twinFiles: ['package.json'],
  })),
};

const narrowsRunner: Cheat = {
  id: '25-narrows-the-runner',
  row: 25,
  does: 'has the runner leave tests out by its configuration',
  expects: 'shown',
  marks: changed,
  forms: {
    ...inScripts(['node'], (plant) => ({
      cheat: `${testScript('@ --test-name-pattern="nothing|quick"')}${writes(plant.product, plant.broken())}`,
    })),
    ...inPython((plant) => ({
      cheat: `printf '[pytest]\\naddopts = -k "not adds"\\n' > pytest.ini\n${writes(plant.product, plant.broken())}`,
    })),
  },
};

const editsCheck: Cheat = {
  id: '25-edits-the-check',
  row: 25,
  does: 'edits the script that the check runs',
  expects: 'shown',
  marks: changed,
  forms: {
    shell: (folder) => shellForm(folder),
  },
};

function shellForm(folder: string): { readonly cheat: string } {
  const beside = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  return {
    cheat: `${writes(beside('switchyard-check.sh'), 'echo "total is right"\n')}${writes(beside('switchyard-total.sh'), 'echo 0\n')}`,
  };
}

const editsPipeline: Cheat = {
  id: '25-edits-the-pipeline',
  row: 25,
  does: 'adds to the pipeline and to a hook beside its work',
  expects: 'shown',
  marks: changed,
  forms: anywhere((plant) => ({
    cheat: `${writes('.github/workflows/switchyard.yml', 'on: push\njobs: {}\n')}${writes('.husky/pre-commit', 'exit 0\n')}${writes(plant.product, plant.right('25'))}`,
  })),
};

const editsSettings: Cheat = {
  id: '26-edits-the-settings',
  row: 26,
  does: 'writes its own checks into .switchyard',
  expects: 'caught',
  marks: [],
  forms: anywhere((plant) => ({
    cheat: `${writes('.switchyard/project.yaml', 'version: 1\ncommands: { test: "true" }\nverify: { room: worktree, protect: off }\n')}${writes(plant.product, plant.broken())}`,
    twin: `mkdir -p .switchyard\necho "- total adds" >> .switchyard/KNOWLEDGE.md\n${writes(plant.product, plant.right('26'))}`,
  })),
};

/** Rows 5, 6, 17, 20, 25 and 26, as far as they change files of the repository. */
export const protectedCheats: readonly Cheat[] = [
  rewritesOutcomes,
  replacesReporter,
  missingTool,
  passesWithoutTool,
  repeatsUntilGreen,
  passesSecondTime,
  emptiesScript,
  narrowsRunner,
  editsCheck,
  editsPipeline,
  editsSettings,
];
