import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { makeLanding } from '#shared/core/testing/landings.ts';
import { WaitingMerge } from './waiting-note.tsx';

const since = '2026-01-01T10:00:00.000Z';
const reason = '/repo has the epic branch checked out with uncommitted changes.';
const waitsFor = { gate: 'checkout' as const, reason, since, parts: [] };
const waiting = makeLanding({ phase: 'waiting', waitsFor });

describe('the note of a merge that waits', () => {
  it('says what it waits for, since when and what the person does', () => {
    const html = renderToStaticMarkup(<WaitingMerge landing={waiting} onResume={null} />);
    expect(html).toContain('Why its merge waits');
    expect(html).toContain(`Its merge waits: ${reason}`);
    expect(html).toContain('Commit or stash your changes in that folder');
    expect(html).toContain(`dateTime="${since}"`);
    expect(html).not.toContain('<button');
  });

  it('offers to resume a run that was interrupted, without which the merge does not go on', () => {
    const html = renderToStaticMarkup(
      <WaitingMerge landing={waiting} onResume={() => undefined} />,
    );
    expect(html).toContain('Its run was interrupted');
    expect(html).toMatch(/<button.*Resume the run/s);
  });

  it('asks what becomes of work whose checks are flaky, where somebody drives its run', () => {
    const flaky = 'npm test passed and failed on the same tree: 1 of 2 tries passed.';
    const asked = makeLanding({
      phase: 'waiting',
      waitsFor: { gate: 'checks', reason: flaky, since, parts: [] },
    });
    const html = renderToStaticMarkup(
      <WaitingMerge landing={asked} onResume={null} onAnswer={() => undefined} />,
    );
    expect(html).toContain(`Its merge waits: ${flaky}`);
    for (const word of ['Run the checks again', 'Send it back', 'Land it with the mark']) {
      expect(html).toContain(word);
    }
    const alone = renderToStaticMarkup(<WaitingMerge landing={asked} onResume={null} />);
    expect(alone).not.toContain('<button');
  });

  it('is not there while the work is checked', () => {
    const landing = makeLanding({ phase: 'checking' });
    expect(renderToStaticMarkup(<WaitingMerge landing={landing} onResume={null} />)).toBe('');
  });
});
