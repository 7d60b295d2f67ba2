import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openInEditor } from './editor.ts';

let outer = '';
let folder = '';
let programs = '';
beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), 'switchyard-editor-'));
  onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
  folder = join(outer, 'my project');
  programs = join(outer, 'programs');
  mkdirSync(folder);
  mkdirSync(programs);
});

/** An editor that writes down what it was to open, and where it was started. */
function install(...names: readonly string[]): void {
  const script = `#!/bin/sh\nprintf '%s\\n' "$0" "$PWD" "$@" > '${outer}/part'\n/bin/mv '${outer}/part' '${outer}/opened'\n`;
  for (const name of names) writeFileSync(join(programs, name), script, { mode: 0o755 });
}

async function opened(): Promise<readonly string[]> {
  const read = (): string => {
    try {
      return readFileSync(join(outer, 'opened'), 'utf8');
    } catch {
      return '';
    }
  };
  await expect.poll(read, { timeout: 10_000, interval: 10 }).not.toBe('');
  return read().trim().split('\n');
}

const open = async (command: string, visual?: string, place = folder) => {
  const environment = { PATH: programs, ...(visual !== undefined && { VISUAL: visual }) };
  return openInEditor({ command, folder: place, environment });
};

describe('the editor of the person', () => {
  it('is started in the folder with the words that they have set, and the folder after them', async () => {
    install('mine');
    expect(await open('  mine  --new-window -g ')).toEqual({ ok: true, value: 'mine' });
    expect(await opened()).toEqual([join(programs, 'mine'), folder, '--new-window', '-g', folder]);
  });

  it('is $VISUAL with its words before a usual one, by its path too', async () => {
    install('gedit', 'code');
    const visual = `${join(programs, 'gedit')} --wait`;
    expect(await open('', visual)).toEqual({ ok: true, value: 'gedit' });
    expect((await opened()).slice(2)).toEqual(['--wait', folder]);
  });

  it('is the likeliest of the usual ones that are there, without the words of another', async () => {
    install('zed', 'codium', 'subl');
    expect(await open('', 'not-here --wait')).toEqual({ ok: true, value: 'codium' });
    expect((await opened()).slice(2)).toEqual([folder]);
  });

  it('is no other than the one that they have set, also when that is not there', async () => {
    install('code');
    const refused = await open('not-here', 'code');
    expect(refused).toMatchObject({ ok: false, error: { code: 'editor-missing' } });
  });

  it.each(['vim', '/usr/bin/nano', 'emacs -nw'])(
    'is named where it needs a terminal: %s',
    async (visual) => {
      const refused = await open('', visual);
      const [name = ''] = visual.split(' ');
      expect(refused.ok ? '' : refused.error.message).toMatch(
        new RegExp(`code, cursor, .* in no folder of PATH\\. \\$VISUAL is ${name}, which needs`),
      );
    },
  );

  it.each(['nowhere', 'file'])(
    'is not started in what is no folder: %s; what the system said is passed on',
    async (place) => {
      install('mine');
      writeFileSync(join(outer, 'file'), '');
      const refused = await open('mine', undefined, join(outer, place));
      expect(refused).toMatchObject({
        error: {
          code: 'editor-missing',
          message: expect.stringMatching(/mine could not be started: .*ENO(?:ENT|TDIR)/),
          action: expect.stringContaining(join(outer, place)),
        },
      });
    },
  );
});
