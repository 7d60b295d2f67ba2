import { describe, expect, it } from 'vitest';
import { startRequest } from './start-arguments.ts';

describe('startWish', () => {
  it('wants nothing special when nothing is given', () => {
    expect(startRequest(['/opt/switchyard'], 1, '/code')).toEqual({ hash: null, folder: null });
    expect(startRequest(['/electron', '.'], 2, '/code')).toEqual({ hash: null, folder: null });
  });

  it('opens a folder, counted from where the program was started', () => {
    expect(startRequest(['/opt/switchyard', '--no-sandbox', 'shop'], 1, '/code').folder).toBe(
      '/code/shop',
    );
    expect(startRequest(['/opt/switchyard', '/srv/shop'], 1, '/code').folder).toBe('/srv/shop');
    const started = ['/electron', '--enable-logging', '.', '--lang=en', 'shop'];
    expect(startRequest(started, 2, '/code').folder).toBe('/code/shop');
  });

  it('follows a link, and ignores one that leads nowhere', () => {
    const link = 'switchyard://workspace/shop/task/AUTH-42';
    expect(startRequest(['/opt/switchyard', link], 1, '/code')).toEqual({
      hash: '#/w/shop/board/task/AUTH-42',
      folder: null,
    });
    expect(startRequest(['/opt/switchyard', 'switchyard://x'], 1, '/code')).toEqual({
      hash: null,
      folder: null,
    });
  });
});
