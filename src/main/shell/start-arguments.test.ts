import { describe, expect, it } from 'vitest';
import { startWish } from './start-arguments.ts';

describe('startWish', () => {
  it('wants nothing special when nothing is given', () => {
    expect(startWish(['/opt/switchyard'], 1, '/code')).toEqual({ hash: null, folder: null });
    expect(startWish(['/electron', '.'], 2, '/code')).toEqual({ hash: null, folder: null });
  });

  it('opens a folder, counted from where the program was started', () => {
    expect(startWish(['/opt/switchyard', '--no-sandbox', 'shop'], 1, '/code').folder).toBe(
      '/code/shop',
    );
    expect(startWish(['/opt/switchyard', '/srv/shop'], 1, '/code').folder).toBe('/srv/shop');
    const started = ['/electron', '--enable-logging', '.', '--lang=en', 'shop'];
    expect(startWish(started, 2, '/code').folder).toBe('/code/shop');
  });

  it('follows a link, and ignores one that leads nowhere', () => {
    const link = 'switchyard://workspace/shop/task/AUTH-42';
    expect(startWish(['/opt/switchyard', link], 1, '/code')).toEqual({
      hash: '#/w/shop/board/task/AUTH-42',
      folder: null,
    });
    expect(startWish(['/opt/switchyard', 'switchyard://x'], 1, '/code')).toEqual({
      hash: null,
      folder: null,
    });
  });
});
