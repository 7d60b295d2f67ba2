import fc from 'fast-check';
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

  it('is what the config says, also where an agent has the name of the label', () => {
    const mapped = { ...rules, byType: { claude: 'codex', codex: 'codex' } };
    expect(chosenAgent('claude', mapped)).toEqual({ type: 'codex', by: 'config' });
    expect(labelWords('codex', chosenAgent('codex', mapped))).toBeNull();
  });

  it('is the default one for a label without a name, which is no label at all', () => {
    expect(chosenAgent('', rules)).toEqual({ type: 'claude', by: 'unknown_label' });
  });

  it('can be chosen whenever the config names only such, and words say each detour', () => {
    const agent = fc.constantFrom('claude', 'codex', 'script');
    const label = fc.oneof(agent, fc.constantFrom('test', 'toString', '__proto__', ''));
    const anyRules = fc.record({
      byDefault: agent,
      byType: fc.dictionary(label, agent),
      types: fc.constant(['claude', 'codex', 'script']),
    });
    fc.assert(
      fc.property(label, anyRules, (name, all) => {
        const chosen = chosenAgent(name, all);
        expect(all.types).toContain(chosen.type);
        expect(chosen.by === 'config').toBe(Object.hasOwn(all.byType, name));
        const said = labelWords(name, chosen);
        if (said === null) expect(chosen.type).toBe(name);
        else expect(said).toContain(`${name} → ${chosen.type}`);
      }),
    );
  });
});
