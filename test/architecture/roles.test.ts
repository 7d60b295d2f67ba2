import { expect, it } from 'vitest';
import { Visitor } from 'vite';
import type { ESTree } from 'vite';
import { roleSchema } from '#shared/model/attempt.ts';
import { isTest, parse, productFiles } from './source-files.ts';

const names: ReadonlySet<unknown> = new Set(roleSchema.options);

function isRole(node: ESTree.Expression | ESTree.PrivateIdentifier): boolean {
  if (node.type === 'Identifier') return node.name === 'role';
  if (node.type === 'MemberExpression') {
    return node.property.type === 'Identifier' && node.property.name === 'role';
  }
  return node.type === 'Literal' && names.has(node.value);
}

/** Places that ask which role it is: a comparison with one, or a switch on it. */
function questionsAbout(file: string): readonly string[] {
  const found: string[] = [];
  const isComparison = (operator: string): boolean => /^[!=]==?$/.test(operator);
  new Visitor({
    BinaryExpression({ operator, left, right, start }) {
      if (isComparison(operator) && (isRole(left) || isRole(right))) found.push(`${file}:${start}`);
    },
    SwitchStatement({ discriminant, start }) {
      if (isRole(discriminant)) found.push(`${file}:${start}`);
    },
  }).visit(parse(file).program);
  return found;
}

it('what a role is stands in one table: nothing outside of core/protocol asks for its name', () => {
  const inside = 'src/shared/core/protocol/';
  const others = productFiles.filter((file) => !file.startsWith(inside) && !isTest(file));
  expect(others.length).toBeGreaterThan(500);
  expect(others.flatMap(questionsAbout)).toEqual([]);
  // The question would be seen.
  expect(questionsAbout(`${inside}next-step.ts`).length).toBeGreaterThan(0);
});
