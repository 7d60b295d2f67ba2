import { describe, expect, it } from 'vitest';
import { emptyDraft, fieldsOf } from './new-task.ts';

describe('the fields of a new task', () => {
  it('are empty for an empty draft', () => {
    expect(fieldsOf(emptyDraft)).toEqual({
      description: '',
      acceptanceCriteria: [],
      dependencies: [],
      labels: [],
      priority: 2,
      verify: [],
      script: null,
    });
  });

  it('have a criterion for each line, also of a pasted list', () => {
    const criteria = '- [ ] It works\n* it is fast\n\n  It is small \n';
    expect(fieldsOf({ ...emptyDraft, criteria }).acceptanceCriteria).toEqual([
      { text: 'It works', checked: false },
      { text: 'it is fast', checked: false },
      { text: 'It is small', checked: false },
    ]);
  });

  it('keep the dashes of commands', () => {
    const verify = 'npm test -- --run\n\n ./check - ';
    expect(fieldsOf({ ...emptyDraft, verify }).verify).toEqual(['npm test -- --run', './check -']);
  });

  it('name the agent by its label, once', () => {
    const draft = { ...emptyDraft, labels: 'ui, ui agent:codex', agent: 'codex' };
    expect(fieldsOf(draft).labels).toEqual(['ui', 'agent:codex']);
  });
});
