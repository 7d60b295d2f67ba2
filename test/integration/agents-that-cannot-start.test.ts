import { describe, expect, it } from 'vitest';
import { testWorkspace } from '../helpers/workspaces.ts';

const broken: readonly [string, string, string][] = [
  ['whose interpreter is missing', '#!/nowhere/interpreter\n', 'tool'],
  [
    'whose interpreter is not on PATH',
    '#!/usr/bin/env no-such-interpreter\n',
    'no-such-interpreter',
  ],
  ['that is a text without an interpreter', 'echo hi\n', 'exec format error'],
  ['that ends with 127, without a word', '#!/bin/sh\nexit 127\n', 'without a word'],
  ['that may not be executed, without a word', '#!/bin/sh\nexit 126\n', 'exit code 126'],
  ['that crashes at once', '#!/bin/sh\nkill -SEGV $$\n', 'SIGSEGV'],
  [
    'that does not take its arguments',
    '#!/bin/sh\necho "error: unknown option --x" >&2; exit 2\n',
    '--x',
  ],
];

describe('an agent', () => {
  it.each(broken)('%s is tried once, and told in its own words', async (_how, text, words) => {
    const test = await testWorkspace({
      config: { agents: { default: 'tool', custom: { tool: { command: ['./tool', '--x'] } } } },
      files: { tool: text },
    });
    test.makeExecutable('tool');
    test.task('e.1', { script: null });
    const run = await test.run();
    expect(run.outcome).not.toBe('completed');
    expect(test.attempts('e.1')).toHaveLength(1);
    const { status, blockedReason } = test.get('e.1');
    expect(status).toBe('blocked');
    expect(blockedReason).toContain(words);
    expect(test.notices('task_blocked')).toHaveLength(1);
  });

  it('that fails at its work is tried again', async () => {
    const test = await testWorkspace({
      config: { agents: { default: 'tool', custom: { tool: { command: ['./tool'] } } } },
      files: {
        tool: '#!/bin/sh\necho "I could not do it: $RANDOM$$"; date +%N > x; exit 1\n',
      },
    });
    test.makeExecutable('tool');
    test.task('e.1', { script: null });
    await test.run();
    expect(test.attempts('e.1').length).toBeGreaterThan(1);
  });
});
