import { describe, expect, it } from 'vitest';
import { repositoryKind } from './repository-kind.ts';

describe('the kind of a repository', () => {
  it.each([
    ['node --test', {}, 'node'],
    ['node --no-warnings --test src', {}, 'node'],
    ['npm test', { test: 'node --test' }, 'node'],
    ['npm t', { t: 'x', test: 'vitest run' }, 'vitest'],
    ['npm run build && npm run --silent unit', { build: 'tsc', unit: 'jest --ci' }, 'jest'],
    ['pnpm test', { test: 'pnpm run test:unit', 'test:unit': 'vitest run' }, 'vitest'],
    ['python3 -m pytest -q', {}, 'pytest'],
    ['make check', {}, 'shell'],
    ['npm test', { test: 'npm test' }, 'shell'],
    ['npm run constructor', {}, 'shell'],
    ['node build.js && echo --test', {}, 'shell'],
  ] as const)('of %s', (command, scripts, kind) => {
    expect(repositoryKind({ commands: [command], scripts })).toBe(kind);
  });
});
