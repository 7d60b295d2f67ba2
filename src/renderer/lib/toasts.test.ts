import { toast } from 'sonner';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { showCodesWith, showToast, showFailure } from './toasts.ts';

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
    showToast('Task e.1 was created.', { kind: 'success' });
    showToast('Task e.2 was created.', { kind: 'success' });
    showToast('The text was copied.');
    expect(shown()).toEqual(['The text was copied.']);
  });

  it('keeps what happened by itself and what failed', () => {
    showToast('Task e.1 blocked', { key: 'n1' });
    showFailure({ code: 'x', message: 'It did not work.', action: 'Try again.' });
    showToast('Task e.2 was created.');
    showToast('Task e.3 was created.');
    expect(shown()).toHaveLength(3);
    expect(shown()).toContain('Task e.1 blocked');
    expect(shown()).toContain('It did not work.');
  });
});

describe('showFailure', () => {
  it('gives the code of the failure to the view that shows codes, after what can be done', () => {
    const view = (): null => null;
    showCodesWith(view);
    showFailure({ code: 'run-active', message: 'A run is active.', action: 'Wait for it.' });
    const [toasted] = toast.getToasts();
    expect(toasted).toMatchObject({
      title: 'A run is active.',
      description: {
        props: { children: ['Wait for it.', ' ', { type: view, props: { code: 'run-active' } }] },
      },
    });
  });
});
