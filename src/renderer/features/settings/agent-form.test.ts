import { describe, expect, it } from 'vitest';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { agentOf, describeField, formOf, mergeAgent, problemsOfForm } from './agent-form.ts';

const { agents } = projectConfigSchema.parse({
  agents: { custom: { house: { command: ['house', '{prompt}'], env: { LEVEL: '2' } } } },
});
const house = agents.custom['house']!;

describe('the form of an agent', () => {
  it('writes only what is not the default', () => {
    expect(agentOf(formOf('house', house))).toEqual({
      command: ['house', '{prompt}'],
      env: { LEVEL: '2' },
    });
    const form = {
      ...formOf('house', house),
      prompt: 'stdin' as const,
      version: ['--version', ''],
    };
    expect(agentOf(form)).toMatchObject({ prompt: 'stdin', version: ['--version'] });
  });

  it('is right when the reader of the file would take it', () => {
    expect(problemsOfForm(formOf('house', house), [])).toEqual({});
  });

  it('follows the file where nothing was written, and writes over nothing that was changed there too', () => {
    const base = formOf('house', house);
    const mine = { ...base, command: ['house', '--mine'], output: 'claude' as const };
    const now = { ...base, command: ['house', '--theirs'], env: { LEVEL: '3' } };
    const { form, overtaken } = mergeAgent(base, mine, now);
    expect(form).toEqual({ ...mine, env: { LEVEL: '3' } });
    expect(overtaken).toEqual(['command']);
    expect(describeField(now, 'command')).toBe('house --theirs');
    expect(describeField(now, 'env')).toBe('LEVEL=3');
    expect(mergeAgent(base, base, now)).toEqual({ form: now, overtaken: [] });
  });

  it('says at which field what is wrong', () => {
    expect(problemsOfForm(formOf('', null), [])).toHaveProperty('name');
    expect(problemsOfForm(formOf('house', house), ['house'])).toEqual({
      name: 'house is there already: choose another name.',
    });
    expect(problemsOfForm(formOf('v1.house', null), [])).toEqual({
      command: 'agents.custom.v1.house.command is []; expected a list of at least one text.',
    });
  });
});
