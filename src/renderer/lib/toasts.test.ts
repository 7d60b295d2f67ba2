import { toast } from 'sonner';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { showCodesWith, tell, tellFailure } from './toasts.ts';

function shown(): readonly unknown[] {
  return toast.getToasts().map((one) => ('title' in one ? one.title : null));
}

// Toasts are taken away with the next frame of the browser.
beforeAll(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frame(0));
});
afterAll(() => vi.unstubAllGlobals());
afterEach(() => {
  for (const { id } of toast.getToasts()) toast.dismiss(id);
});

describe('tell', () => {
  it("replaces the toast of one's last deed", () => {
    tell('Task e.1 was created.', { kind: 'success' });
    tell('Task e.2 was created.', { kind: 'success' });
    tell('The text was copied.');
    expect(shown()).toEqual(['The text was copied.']);
  });

  it('keeps what happened by itself and what failed', () => {
    tell('Task e.1 blocked', { key: 'n1' });
    tellFailure({ code: 'x', message: 'It did not work.', action: 'Try again.' });
    tell('Task e.2 was created.');
    tell('Task e.3 was created.');
    expect(shown()).toHaveLength(3);
    expect(shown()).toContain('Task e.1 blocked');
    expect(shown()).toContain('It did not work.');
  });
});

describe('tellFailure', () => {
  it('gives the code of the failure to the view that shows codes, after what can be done', () => {
    const view = (): null => null;
    showCodesWith(view);
    tellFailure({ code: 'run-active', message: 'A run is active.', action: 'Wait for it.' });
    const [toasted] = toast.getToasts();
    expect(toasted).toMatchObject({
      title: 'A run is active.',
      description: {
        props: { children: ['Wait for it.', ' ', { type: view, props: { code: 'run-active' } }] },
      },
    });
  });
});
