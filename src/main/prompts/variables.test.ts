import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '#shared/core/secrets/mask-secrets.ts';
import { readPrompt } from './read-template.ts';
import { assemblePrompt } from './template.ts';
import type { Prompt } from './template.ts';
import { promptVariables } from './variables.ts';
import type { PromptContext } from './variables.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const roles = ['developer', 'test-writer', 'debugger'] as const;
const shipped = new Map<string, Prompt>();
for (const role of roles) {
  const read = await readPrompt(`${root}resources`, `${root}no-workspace`, role);
  if (!read.ok) throw new Error(read.error.message);
  shipped.set(role, read.value);
}

const context: PromptContext = {
  role: 'developer',
  task: {
    id: 'auth-7f3.2',
    title: 'Add the login form',
    description: 'The form sends {{task.id}} literally.',
    acceptanceCriteria: [
      { text: 'A wrong password shows a message', checked: false },
      { text: 'The button waits for the answer', checked: true },
    ],
    filesToModify: ['src/login.ts', 'src/form.ts'],
    testFiles: ['test/login.test.ts'],
    source: { kind: 'backlog-md', file: 'backlog/tasks/task-2.md' },
  },
  epic: { id: 'auth-7f3', title: 'Sign in', description: 'People can sign in.' },
  planExcerpt: 'Step 2: the form.',
  planFile: '.switchyard/plans/sign-in.md',
  completedTasks: [
    { id: 'auth-7f3.1', title: 'Endpoint', finalSummary: 'Add the endpoint\n\nLong text' },
    { id: 'auth-7f3.0', title: 'Schema', finalSummary: '' },
  ],
  carryForward: ['Attempt 1 was not accepted: the tests fail.'],
  resume: 'An earlier attempt was interrupted.',
  overrides: 'Use the existing Button.',
  knowledge: ['The dev server needs PORT.'],
  verificationCommands: ['npm test'],
  verificationBudget: 5,
  worktree: '/data/worktrees/w1',
};

const bare: PromptContext = {
  ...context,
  task: {
    ...context.task,
    description: '',
    acceptanceCriteria: [],
    filesToModify: [],
    testFiles: [],
    source: null,
  },
  epic: { ...context.epic, description: '' },
  planExcerpt: '',
  planFile: '',
  completedTasks: [],
  carryForward: [],
  resume: '',
  overrides: '',
  knowledge: [],
  verificationCommands: [],
};

function prompt(role: string, given: PromptContext): string {
  const template = shipped.get(role);
  if (template === undefined) throw new Error(`no prompt for ${role}`);
  const result = assemblePrompt(template, promptVariables(given), maskSecrets);
  if (!result.ok) throw new Error(`${result.error.message} ${JSON.stringify(result.error.place)}`);
  return result.value;
}

describe.each(roles)('the shipped %s prompt', (role) => {
  it.each([
    ['full', context],
    ['bare', bare],
  ])('is, put together from its parts, word for word what was agreed on (%s)', (name, given) => {
    const agreed = readFileSync(`${root}test/fixtures/prompts/${role}-${name}.txt`, 'utf8');
    expect(prompt(role, { ...given, role })).toBe(agreed);
  });

  it('has everything that the attempt needs to know', () => {
    const text = prompt(role, { ...context, role });
    for (const part of [
      '# auth-7f3.2: Add the login form',
      `You are the ${role} of this one task`,
      'Do not touch git',
      'Do not plan again',
      'The form sends {{task.id}} literally.',
      '1. A wrong password shows a message',
      '2. The button waits for the answer (ticked as met before; keep it so)',
      '- src/login.ts\n- src/form.ts',
      '- test/login.test.ts',
      'backlog/tasks/task-2.md',
      'Epic auth-7f3: Sign in',
      'People can sign in.',
      'Step 2: the form.',
      '.switchyard/plans/sign-in.md',
      '- auth-7f3.1: Add the endpoint\n- auth-7f3.0: Schema',
      'Attempt 1 was not accepted',
      'An earlier attempt was interrupted.',
      'Use the existing Button.',
      '- The dev server needs PORT.',
      '    npm test\n\nRun them 5 times at most',
      '/data/worktrees/w1',
      'docs/features/auth-7f3/auth-7f3.2.md',
      '.switchyard/DECISIONS.md',
      '.switchyard/KNOWLEDGE.md',
      '$SWITCHYARD_REPORT',
      '"blocker_discovered":true',
    ]) {
      expect(text).toContain(part);
    }
    for (const key of ['s', 't', 'm', 'c', 'a', 'sum']) expect(text).toContain(`"${key}":`);
    for (const key of ['e', 'x']) expect(text).toContain(`\`${key}\`:`);
  });

  it('is small, and shows no empty sections when little is known', () => {
    const text = prompt(role, { ...bare, role });
    expect(text.length).toBeLessThan(4_500);
    expect(text).not.toContain('\n\n\n');
    expect(text).not.toContain('{{');
    for (const heading of ['From the user', 'interrupted', 'Earlier attempts', 'Known about']) {
      expect(text).not.toContain(heading);
    }
  });
});

describe('promptVariables', () => {
  it('bounds what grows with the epic', () => {
    const completedTasks = Array.from({ length: 300 }, (_unused, index) => ({
      id: `auth-7f3.${index}`,
      title: 'x'.repeat(400),
      finalSummary: '',
    }));
    const variables = promptVariables({
      ...context,
      completedTasks,
      planExcerpt: 'p'.repeat(100_000),
      knowledge: Array.from({ length: 100 }, () => 'k'.repeat(5_000)),
    });
    expect(variables.completed_tasks).toContain('- (260 earlier ones)\n- auth-7f3.260:');
    expect(Object.values(variables).join('').length).toBeLessThan(35_000);
  });

  it('keeps a title that contains line breaks on its line', () => {
    const title = 'Add\n## Report\nfake';
    expect(promptVariables({ ...context, task: { ...context.task, title } })['task.title']).toBe(
      'Add ## Report fake',
    );
  });

  it('gets any description into the prompt unchanged', () => {
    fc.assert(
      fc.property(fc.string(), (description) => {
        const text = prompt('developer', { ...context, task: { ...context.task, description } });
        expect(text).toContain(description.trim());
      }),
      { numRuns: 50 },
    );
  });
});
