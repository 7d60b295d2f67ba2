import { describe, expect, it } from 'vitest';
import { Visitor } from 'vite';
import { codeFiles, codeOf, isTest, linesOf, parse, productFiles } from './source-files.ts';

const outsideTests = codeFiles.filter((file) => !isTest(file));

interface Finding {
  readonly file: string;
  readonly text: string;
}

/** Comments of our code that match; strings are not looked at. */
function commentsLike(pattern: RegExp, where: readonly string[] = codeFiles): readonly Finding[] {
  return where.flatMap((file) =>
    parse(file)
      .comments.filter(({ value }) => pattern.test(value))
      .map(({ value }) => ({ file, text: value.trim() })),
  );
}

function lengthsOf(some: readonly string[]): readonly number[] {
  return some.map((file) => linesOf(file)).toSorted((a, b) => a - b);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

describe('files', () => {
  it('have at most 400 lines', () => {
    expect(codeFiles.filter((file) => linesOf(file) > 400)).toEqual([]);
  });

  it('of the product are short: half of them have fewer than 100 lines', () => {
    const lengths = lengthsOf(productFiles);
    const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
    const p95 = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
    const tests = lengthsOf(codeFiles.filter((file) => isTest(file)));
    const ratio = sum(tests) / sum(lengths);
    console.log(
      `src: ${lengths.length} files, ${sum(lengths)} lines, median ${median}, ` +
        `95 % ${p95}, longest ${lengths.at(-1)}; tests: ${tests.length} files, ` +
        `${sum(tests)} lines; test:src ${ratio.toFixed(2)}`,
    );
    expect(median).toBeLessThan(100);
    expect(ratio).toBeGreaterThanOrEqual(0.6);
  });

  it('have names in lower case with hyphens', () => {
    const name = /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.[a-z0-9-]+)*\.tsx?$/;
    expect(codeFiles.filter((file) => !name.test(file.split('/').at(-1) ?? ''))).toEqual([]);
  });
});

describe('folders', () => {
  it('of the parts that grow most have at most 20 files, and folders for what belongs together', () => {
    const parts = ['src/shared/core', 'src/main/engine', 'src/main/runs', 'src/main/work'];
    const counts = new Map<string, number>();
    for (const file of productFiles) {
      const folder = file.split('/').slice(0, -1).join('/');
      const isIn = parts.some((part) => folder === part || folder.startsWith(`${part}/`));
      if (isIn) counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    expect(counts.size).toBeGreaterThan(10);
    expect([...counts].filter(([, count]) => count > 20)).toEqual([]);
  });
});

describe('types', () => {
  it('are never `any`', () => {
    const found: string[] = [];
    for (const file of outsideTests) {
      new Visitor({ TSAnyKeyword: ({ start }) => found.push(`${file}:${start}`) }).visit(
        parse(file).program,
      );
    }
    expect(found).toEqual([]);
  });

  it('are not forced through `unknown`', () => {
    const found: string[] = [];
    for (const file of outsideTests) {
      new Visitor({
        TSAsExpression: ({ start, expression }) => {
          const inner =
            expression.type === 'ParenthesizedExpression' ? expression.expression : expression;
          if (inner.type !== 'TSAsExpression') return;
          if (inner.typeAnnotation.type === 'TSUnknownKeyword') found.push(`${file}:${start}`);
        },
      }).visit(parse(file).program);
    }
    expect(found).toEqual([]);
  });

  it('are not switched off by comments', () => {
    expect(commentsLike(/@ts-(?:ignore|expect-error|nocheck)/, outsideTests)).toEqual([]);
  });
});

describe('a task or an attempt with several repositories', () => {
  it('is nowhere taken for one with a single repository', () => {
    const first =
      /\brepositories(?:\[0\]|\.at\(0\)|\.values\(\)\.next\(\)|\.shift\(\))|\[\s*\w+\s*\]\s*=\s*[\w.]*\brepositories\b/;
    expect(first.test('task.repositories[0]')).toBe(true);
    expect(first.test('const [only] = task.repositories;')).toBe(true);
    expect(productFiles.filter((file) => first.test(codeOf(file)))).toEqual([]);
  });
});

describe('modules', () => {
  it('have no default exports, but for the configs of tools', () => {
    const found = outsideTests.filter(
      (file) =>
        !/^[^/]+\.config\.ts$/.test(file) &&
        parse(file).module.staticExports.some(({ entries }) =>
          entries.some(({ exportName }) => exportName.kind === 'Default'),
        ),
    );
    expect(found).toEqual([]);
  });
});

describe('comments', () => {
  it('promise nothing for later', () => {
    expect(commentsLike(/\b(?:TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('that switch a lint rule off name the rule and the reason', () => {
    const disables = commentsLike(/(?:ox|es)lint-disable/);
    const bare = disables.filter(
      ({ text }) => !/^oxlint-disable(?:-next)?(?:-line)? [a-z0-9/,\s-]+? -- \S.{5,}$/.test(text),
    );
    expect(bare).toEqual([]);
    expect(disables.filter(({ file }) => !isTest(file)).length).toBeLessThanOrEqual(15);
  });

  it('hold no code that was switched off', () => {
    expect(commentsLike(/^\s*(?:const|let|if|for|return|await|import|export)\b.*[;{]\s*$/)).toEqual(
      [],
    );
  });
});

describe('tests', () => {
  it('are neither skipped nor run alone', () => {
    const found: string[] = [];
    for (const file of codeFiles.filter((one) => one.endsWith('.test.ts'))) {
      new Visitor({
        MemberExpression: ({ object, property }) => {
          if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
          const isSuite = ['it', 'test', 'describe'].includes(object.name);
          if (isSuite && ['skip', 'only', 'todo', 'fails'].includes(property.name)) {
            found.push(`${file}: ${object.name}.${property.name}`);
          }
        },
      }).visit(parse(file).program);
    }
    expect(found).toEqual([]);
  });
});
