import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInEditor } from '#main/engine/host/editor.ts';

describe('opening a folder in the editor', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'switchyard-editor-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function program(name: string): void {
    writeFileSync(join(folder, name), '#!/bin/sh\nexit 0\n');
    chmodSync(join(folder, name), 0o755);
  }
  const open = (command: string, variables: Record<string, string> = {}) =>
    openInEditor({ command, folder, environment: { PATH: folder, ...variables } });

  it('takes what the person has set, else $VISUAL where it has a window, else a usual one', async () => {
    for (const name of ['mine', 'gedit', 'code']) program(name);
    expect(await open('mine --wait')).toEqual({ ok: true, value: 'mine' });
    expect(await open('', { VISUAL: 'gedit' })).toEqual({ ok: true, value: 'gedit' });
    expect(await open('', { VISUAL: 'vim' })).toEqual({ ok: true, value: 'code' });
  });

  it('says what was looked for where there is none, and which one needs a terminal', async () => {
    const none = await open('', { VISUAL: '/usr/bin/vim' });
    expect(none).toMatchObject({ error: { code: 'editor-missing' } });
    expect(none.ok ? '' : none.error.message).toContain('$VISUAL is /usr/bin/vim, which needs');
    expect(await open('nowhere')).toMatchObject({
      error: { message: 'No editor was found: nowhere is in no folder of PATH.' },
    });
  });
});
