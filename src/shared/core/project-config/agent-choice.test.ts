import { describe, expect, it } from 'vitest';
import { chosenAgent, labelWords } from './agent-choice.ts';

const rules = { byDefault: 'claude', byType: { test: 'codex' }, types: ['claude', 'codex'] };
const words = (label: string) => labelWords(label, chosenAgent(label, rules));

describe('the agent of a task', () => {
  it('is what its label is mapped to, else the agent of that name, else the default one', () => {
    expect(chosenAgent('test', rules)).toEqual({ type: 'codex', by: 'config' });
    expect(chosenAgent('codex', rules)).toEqual({ type: 'codex', by: 'label' });
    expect(chosenAgent('calude', rules)).toEqual({ type: 'claude', by: 'unknown_label' });
    expect(chosenAgent(null, rules)).toEqual({ type: 'claude', by: 'default' });
  });

  it('is said where the label does not name it', () => {
    expect(words('calude')).toBe('calude → claude (default)');
    expect(words('test')).toBe('test → codex');
    expect(words('codex')).toBeNull();
  });

  it('takes no name of what every object has for a label', () => {
    expect(chosenAgent('constructor', rules).by).toBe('unknown_label');
  });
});
