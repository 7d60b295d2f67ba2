import { afterEach, describe, expect, it, vi } from 'vitest';
import { Dialogs } from './dialogs.ts';
import * as electron from './testing/fake-electron.ts';

vi.mock('electron', async () => import('./testing/fake-electron.ts'));

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a file that is shown in the program of the system', () => {
  it('is handed over as it is, and what went wrong is told without a full stop', async () => {
    const open = vi.spyOn(electron.shell, 'openPath');
    const dialogs = new Dialogs();
    expect(await dialogs.openFile('/repository/.switchyard/project.yaml')).toBeNull();
    open.mockImplementation(async () => 'No application knows how to open it.');
    expect(await dialogs.openFile('/repository/.switchyard/project.yaml')).toBe(
      'No application knows how to open it',
    );
    expect(open).toHaveBeenCalledWith('/repository/.switchyard/project.yaml');
  });
});
