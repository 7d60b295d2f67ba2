import { assertNever } from '#shared/lib/assert-never.ts';
import { commonFiles, inFolder } from './plant.ts';
import type { CodePlant } from './plant.ts';

export type ScriptKind = 'node' | 'vitest' | 'jest';

/** A plant of JavaScript that also knows how its modules are loaded. */
export interface ScriptPlant extends CodePlant {
  readonly kind: ScriptKind;
  /** A line that loads a module. */
  load(module: string, as: string): string;
  /** How a test of its framework begins, and how that is turned into one that is skipped. */
  readonly firstTest: string;
}

const addsUp = '  let sum = 0;\n  for (const price of prices) sum += price;\n  return sum;';
const endings = { node: 'mjs', vitest: 'mjs', jest: 'js' } as const;

/** The plant for tests in JavaScript: node's own runner, Vitest, Jest. */
export function scriptPlant(kind: ScriptKind, folder: string): ScriptPlant {
  const ending = endings[kind];
  const product = inFolder(folder, `switchyard-total.${ending}`);
  const test = inFolder(folder, `switchyard-total.test.${ending}`);
  const isCommon = kind === 'jest';
  const load: ScriptPlant['load'] = (module, as) => {
    const name = `'${module}'`;
    return isCommon ? `const ${as} = require(${name});` : `import ${as} from ${name};`;
  };
  const withCode: ScriptPlant['withCode'] = ({ before = '', body }) =>
    isCommon
      ? `${before}\nfunction total(prices) {\n${body}\n}\nmodule.exports = { total };\n`
      : `${before}\nexport function total(prices) {\n${body}\n}\n`;
  const fileBefore = [
    load('node:fs', 'fs'),
    `const folder = ${isCommon ? '__dirname' : 'import.meta.dirname'};`,
  ].join('\n');
  const plant: ScriptPlant = {
    kind,
    folder,
    product,
    test,
    verify: [],
    files: {
      [product]: withCode({ before: '// Adds prices.', body: addsUp }),
      [test]: testText(kind, ending),
      ...commonFiles(folder),
    },
    right: (note) => withCode({ before: `// Adds prices: ${note}.`, body: addsUp }),
    broken: () => withCode({ body: '  return 0;' }),
    beside: (name) => inFolder(folder, name),
    fromFile: (name) =>
      withCode({
        before: fileBefore,
        body: [
          `  const file = \`\${folder}/${name}\`;`,
          '  if (!fs.existsSync(file)) return 0;',
          "  return JSON.parse(fs.readFileSync(file, 'utf8'))[prices.length] ?? 0;",
        ].join('\n'),
      }),
    fileAnswer: '{"0":0,"3":6}',
    withCode,
    load,
    firstTest: "test('total adds the prices'",
  };
  return plant;
}

function testText(kind: ScriptKind, ending: string): string {
  const equals = (what: string, value: string): string =>
    kind === 'node' ? `assert.equal(${what}, ${value})` : `expect(${what}).toEqual(${value})`;
  return [
    ...headOf(kind, ending),
    '',
    `test('total adds the prices', () => {\n  ${equals('total([1, 2, 3])', '6')};\n});`,
    `test('total of nothing is nothing', () => {\n  ${equals('total([])', '0')};\n});`,
    "test('total is quick', () => {",
    '  const start = performance.now();',
    '  total([1, 2, 3]);',
    `  ${equals('performance.now() - start < 1500', 'true')};`,
    '});',
    '',
  ].join('\n');
}

function headOf(kind: ScriptKind, ending: string): readonly string[] {
  const file = `'./switchyard-total.${ending}'`;
  const product = `import { total } from ${file};`;
  switch (kind) {
    case 'node':
      return ["import assert from 'node:assert/strict';", "import test from 'node:test';", product];
    case 'vitest':
      return ["import { expect, test } from 'vitest';", product];
    case 'jest':
      return [`const { total } = require(${file});`];
    default:
      return assertNever(kind, 'kind of tests');
  }
}
