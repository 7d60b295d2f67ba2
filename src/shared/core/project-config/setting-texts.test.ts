import { describe, expect, it } from 'vitest';
import { choicesAt, settingPaths } from './config-expectation.ts';
import { settingTextAt, unavailableChoice } from './setting-texts.ts';

const named = settingPaths().map((path) => [path.join('.'), path] as const);

describe('what is said of a setting', () => {
  it.each(named)('%s is there, for the form and for the page', (_key, path) => {
    const { page: written, ...shown } = settingTextAt(path);
    const { label, description } = shown;
    const page = written ?? description;
    expect(JSON.stringify(shown)).not.toContain('switchyard ');
    expect(label).toMatch(/^[A-Z].*[^.]$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(page).toMatch(/\.$/);
    expect(page).not.toContain('\n');
  });

  it('says what a cap does: one of a task blocks it, one of a run skips the rest', () => {
    for (const key of ['max_cycles', 'redispatch_limit', 'debug.no_progress', 'limits.task_tokens'])
      expect(settingTextAt(['workflow', ...key.split('.')]).description).toContain('blocked');
    for (const key of ['run_tokens', 'run_cost_usd'])
      expect(settingTextAt(['workflow', 'limits', key]).description).toContain('rest is skipped');
  });

  it('is said of nothing else', () => {
    for (const path of [[], ['workflow'], ['workflow', 'none'], ['git', 'push', 'x'], ['toString']])
      expect(() => settingTextAt(path)).toThrow('There is no setting');
  });

  it('names what a value needs that this version cannot run with', () => {
    expect(unavailableChoice(['workflow', 'mode'], 'sequential')).toBe(
      'mode: sequential (needs the reviewer)',
    );
    expect(unavailableChoice(['workflow', 'mode'], 'parallel')).toBeNull();
  });

  it('says both why such a value cannot be chosen, and what a run would need for it', () => {
    for (const [, path] of named) {
      for (const value of choicesAt(path)) {
        const { unavailable, needs } = settingTextAt(path).choices?.[value] ?? {};
        expect(unavailable === undefined).toBe(needs === undefined);
      }
    }
  });
});
