import { expect, test } from 'vitest';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { createAgentRegistry } from './registry.ts';

const { agents } = projectConfigSchema.parse({
  agents: {
    by_type: { test: 'careful' },
    custom: {
      careful: { command: ['/opt/tools/claude', '--model', 'opus'], output: 'claude' },
      quick: { command: ['pi', '--fast'] },
      slow: { command: ['pi', '--slow'] },
      one: { command: ['node', 'one.js'] },
      two: { command: ['node', 'two.js'] },
    },
  },
});

test('agents of the same tool share its account, those of a launcher do not', () => {
  const { accountOf } = createAgentRegistry(agents);
  expect(accountOf('claude')).toBe('claude');
  expect(accountOf('careful')).toBe('claude');
  expect(accountOf('quick')).toBe(accountOf('slow'));
  expect(accountOf('one')).toBe('one');
  expect(accountOf('two')).toBe('two');
  expect(accountOf('script')).toBe('script');
  expect(accountOf('gone')).toBe('gone');
});
