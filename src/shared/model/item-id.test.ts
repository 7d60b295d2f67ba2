import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTimeSchema, itemIdProblem, itemIdSchema } from './item-id.ts';

const characters =
  'must start with a letter or digit and contain only letters, digits, ".", "_" and "-"';

describe('itemIdProblem', () => {
  it.each([
    'a',
    '7',
    'TASK-42',
    'auth-7f3.12',
    'a_b',
    'v1.2.3',
    'x'.repeat(100),
    'lock',
    'a.locked',
  ])('accepts %s', (id) => {
    expect(itemIdProblem(id)).toBeNull();
    expect(itemIdSchema.safeParse(id).success).toBe(true);
  });

  it.each([
    ['', characters],
    ['-a', characters],
    ['.a', characters],
    ['_a', characters],
    ['a b', characters],
    ['a/b', characters],
    ['../etc', characters],
    ['a\n', characters],
    ['a~1', characters],
    ['a@{1}', characters],
    ['ä', characters],
    ['a..b', 'must not contain ".."'],
    ['a.', 'must not end with "."'],
    ['a.lock', 'must not end with ".lock"'],
    ['a.LOCK', 'must not end with ".lock"'],
    ['x'.repeat(101), 'is longer than 100 characters'],
  ])('refuses %j: it %s', (id, problem) => {
    expect(itemIdProblem(id)).toBe(problem);
    const parsed = itemIdSchema.safeParse(id);
    expect(parsed.error?.issues[0]?.message).toBe(`id ${JSON.stringify(id)} ${problem}`);
  });

  it('accepts nothing that git would refuse in a branch name, or that leaves its folder', () => {
    const anything = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc
        .array(fc.constantFrom('a', '1', '.', '-', '_', '/', '@', '{', '~', '^', ':', '.lock', ' '))
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anything, (id) => {
        if (itemIdProblem(id) !== null) return;
        // git-check-ref-format(1)
        expect(id).not.toMatch(/\.\.|^\.|\.$|\.lock$|[\s~^:?*[\\/]|@\{|^@$|^-/);
        expect(id).toMatch(/^[!-~]+$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('isoTimeSchema', () => {
  it.each([
    ['2026-01-31T12:00:00.000Z', true],
    ['2026-01-31T12:00:00Z', true],
    ['2026-01-31T12:00:00+02:00', false],
    ['2026-01-31', false],
    ['yesterday', false],
  ])('takes %s for a UTC time: %s', (text, expected) => {
    expect(isoTimeSchema.safeParse(text).success).toBe(expected);
  });
});
