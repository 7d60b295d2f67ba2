import { mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '#shared/lib/logger.ts';
import { HostFiles } from '#main/engine/host/host-files.ts';

describe("a file of the host's own that cannot be read", () => {
  it('is not replaced, because what it holds is not known', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'switchyard-files-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'preferences.json');
    // A loop of links stands for a disk that does not answer: nobody can read it.
    symlinkSync(file, file);
    const files = new HostFiles(folder, silentLogger);
    expect((await files.preferences()).nativeNotifications).toContain('attempt_waiting');
    const wish = { nativeNotifications: ['run_failed' as const], editor: 'code' };
    expect(await files.setPreferences(wish)).toMatchObject({
      ok: false,
      error: { code: 'file-unreadable' },
    });
    expect(readlinkSync(file)).toBe(file);
    rmSync(file);
    expect(await files.setPreferences(wish)).toMatchObject({ ok: true });
    expect(await files.preferences()).toEqual(wish);
  });
});
