import { commonFiles, inFolder } from './plant.ts';
import type { CodePlant } from './plant.ts';

/** A plant of Python with tests for pytest. */
export interface PythonPlant extends CodePlant {
  readonly kind: 'pytest';
}

/** The plant for pytest. Its product is loaded by its path: so it does not matter how the repository imports. */
export function pythonPlant(folder: string): PythonPlant {
  const product = inFolder(folder, 'switchyard_total.py');
  const test = inFolder(folder, 'test_switchyard_total.py');
  const withCode: PythonPlant['withCode'] = ({ before = '', body }) =>
    `${before}\n\ndef total(prices):\n${body}\n`;
  return {
    kind: 'pytest',
    folder,
    product,
    test,
    verify: [],
    files: {
      [product]: withCode({ before: '# Adds prices.', body: '    return sum(prices)' }),
      [test]: testText,
      ...commonFiles(folder),
    },
    right: (note) =>
      withCode({ before: `# Adds prices: ${note}.`, body: '    return sum(prices)' }),
    broken: () => withCode({ body: '    return 0' }),
    beside: (name) => inFolder(folder, name),
    fromFile: (name) =>
      withCode({
        before: 'import json\nimport pathlib',
        body: [
          `    file = pathlib.Path(__file__).parent / "${name}"`,
          '    if not file.exists():',
          '        return 0',
          '    return json.loads(file.read_text()).get(str(len(prices)), 0)',
        ].join('\n'),
      }),
    fileAnswer: '{"0":0,"3":6}',
    withCode,
  };
}

const testText = `import importlib.util
import pathlib
import time

place = pathlib.Path(__file__).parent / "switchyard_total.py"
spec = importlib.util.spec_from_file_location("switchyard_total", place)
product = importlib.util.module_from_spec(spec)
spec.loader.exec_module(product)


def test_total_adds_the_prices():
    assert product.total([1, 2, 3]) == 6


def test_total_of_nothing_is_nothing():
    assert product.total([]) == 0


def test_total_is_quick():
    start = time.perf_counter()
    product.total([1, 2, 3])
    assert time.perf_counter() - start < 1.5
`;
