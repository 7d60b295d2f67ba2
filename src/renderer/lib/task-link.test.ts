import { expect, it } from 'vitest';
import { taskLink } from './task-link.ts';

it('links to a task in the browser, and in the desktop window', () => {
  const browser = { protocol: 'http:', origin: 'http://127.0.0.1:4321', pathname: '/' };
  expect(taskLink(browser, 'shop-1', 'AUTH-4')).toBe(
    'http://127.0.0.1:4321/#/w/shop-1/board/task/AUTH-4',
  );
  const desktop = { protocol: 'app:', origin: 'null', pathname: '/index.html' };
  expect(taskLink(desktop, 'shop-1', 'AUTH-4')).toBe('switchyard://workspace/shop-1/task/AUTH-4');
});
