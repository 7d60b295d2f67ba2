import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '#shared/lib/logger.ts';
import { DesktopStateFile } from './desktop-state.ts';

const left = {
  bounds: { x: 1, y: 2, width: 1000, height: 700 },
  isMaximized: true,
  isFullScreen: false,
};

describe('DesktopStateFile', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'switchyard-desktop-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('remembers from one start to the next, in a folder that it makes', async () => {
    const file = join(folder, 'new', 'desktop.json');
    const first = await DesktopStateFile.open(file, silentLogger);
    expect(first.state).toEqual({
      window: null,
      place: '',
      background: null,
      wasTrayHintShown: false,
    });
    await Promise.all([first.change({ window: left }), first.change({ wasTrayHintShown: true })]);
    const second = await DesktopStateFile.open(file, silentLogger);
    expect(second.state).toMatchObject({ window: left, place: '', wasTrayHintShown: true });
  });

  it('starts afresh with what is damaged, and keeps the rest', async () => {
    const file = join(folder, 'desktop.json');
    await writeFile(
      file,
      '{"window": {"bounds": 7}, "place": "#/w/a/board", "wasTrayHintShown": true}',
    );
    const half = await DesktopStateFile.open(file, silentLogger);
    expect(half.state).toEqual({
      window: null,
      place: '#/w/a/board',
      background: null,
      wasTrayHintShown: true,
    });
    await writeFile(file, '{"place": "https://evil.example/"}');
    expect((await DesktopStateFile.open(file, silentLogger)).state.place).toBe('');
    await writeFile(file, 'not JSON');
    expect((await DesktopStateFile.open(file, silentLogger)).state.wasTrayHintShown).toBe(false);
  });

  it('goes on, and says so in the log, when the file cannot be written', async () => {
    const told: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => void told.push(message) };
    await writeFile(join(folder, 'a-file'), '');
    const state = await DesktopStateFile.open(join(folder, 'a-file', 'desktop.json'), logger);
    await state.change({ window: left });
    expect(state.state.window).toEqual(left);
    expect(told).toHaveLength(1);
  });
});
