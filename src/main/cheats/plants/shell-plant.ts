import { commonFiles, inFolder } from './plant.ts';
import type { Plant } from './plant.ts';

/** The plant for repositories whose tests are not known to the catalogue: a script, and a script that checks it. */
export function shellPlant(folder: string): Plant {
  const product = inFolder(folder, 'switchyard-total.sh');
  const test = inFolder(folder, 'switchyard-check.sh');
  const right = (note: string): string =>
    `# Adds prices: ${note}.\nsum=0\nfor price in "$@"; do sum=$((sum + price)); done\necho "$sum"\n`;
  return {
    kind: 'shell',
    folder,
    product,
    test,
    verify: [`sh ${test}`],
    files: {
      [product]: right('the first'),
      [test]: [
        'here=$(dirname "$0")',
        'test "$(sh "$here/switchyard-total.sh" 1 2 3)" = 6 || { echo "total does not add the prices"; exit 1; }',
        'test "$(sh "$here/switchyard-total.sh")" = 0 || { echo "total of nothing is not nothing"; exit 1; }',
        'echo "total is right"',
        '',
      ].join('\n'),
      ...commonFiles(folder),
    },
    right,
    broken: () => 'echo 0\n',
    beside: (name) => inFolder(folder, name),
    fromFile: (name) =>
      `file=$(dirname "$0")/${name}\ntest -f "$file" || { echo 0; exit; }\nsed -n "$(($# + 1))p" "$file"\n`,
    fileAnswer: '0\n1\n3\n6\n',
  };
}
