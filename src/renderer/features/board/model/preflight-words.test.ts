import { describe, expect, it } from 'vitest';
import { agentText, estimateText } from './preflight-words.ts';

const nothing = { minutes: null, tokens: null, costUsd: null, source: 'no history', sampleSize: 0 };

describe('the estimate in words', () => {
  it('names what is known, rounded, and where it is from', () => {
    const estimate = { ...nothing, minutes: 0.0004, sampleSize: 1 };
    expect(estimateText(estimate)).toBe(
      'Less than a minute, from 1 earlier attempt in this workspace (median)',
    );
    expect(
      estimateText({ ...nothing, minutes: 83.4, tokens: 12_000, costUsd: 1.5, sampleSize: 7 }),
    ).toBe(
      'About 1 h 23 min, 12k tokens, $1.50, from 7 earlier attempts in this workspace (median)',
    );
  });

  it('says why there is none', () => {
    expect(estimateText(nothing)).toBe('Not known yet: no task has been run here.');
  });
});

it('an agent is told with its version, and one that reported none says so', () => {
  expect(agentText({ type: 'claude', version: '2.1.0', problem: null })).toBe('claude 2.1.0');
  expect(agentText({ type: 'codex', version: null, problem: null })).toBe(
    'codex (version not reported)',
  );
  expect(agentText({ type: 'script', version: null, problem: null })).toBe('script');
});
