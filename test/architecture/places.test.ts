import { describe, expect, it } from 'vitest';
import { parseLocation, startLocation } from '#renderer/lib/location.ts';
import { hashOf, parseDeepLink } from '../../src/main/shell/deep-link.ts';

const somewhere = { ...startLocation, workspaceId: 'shop' };

describe('a link into the app', () => {
  it.each([
    ['switchyard://workspace/shop', somewhere],
    ['switchyard://workspace/shop/settings', { ...somewhere, view: 'settings' }],
    ['switchyard://workspace/shop/run/run-1', { ...somewhere, view: 'runs', subject: 'run-1' }],
    ['switchyard://workspace/shop/epic/e-1', { ...somewhere, subject: 'e-1' }],
    ['switchyard://workspace/shop/task/e-1.2', { ...somewhere, taskId: 'e-1.2' }],
    [
      'switchyard://workspace/shop/task/e-1.2/snapshots',
      { ...somewhere, taskId: 'e-1.2', tab: 'snapshots' },
    ],
  ])('means to the page what it means to the shell: %s', (link, location) => {
    expect(parseLocation(hashOf(parseDeepLink(link)!))).toEqual(location);
  });
});
