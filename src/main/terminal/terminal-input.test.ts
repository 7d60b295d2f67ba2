import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { TerminalInput } from './terminal-input.ts';

test('writes all text in order although only a part is taken at a time', async () => {
  let written = '';
  let room = 0;
  const input = new TerminalInput((bytes) => {
    const taken = Math.min(bytes.length, room);
    room -= taken;
    written += Buffer.from(bytes.subarray(0, taken)).toString();
    return taken;
  });
  input.push('hello ');
  input.push('world');
  expect(written).toBe('');
  room = 3;
  await vi.waitFor(() => expect(written).toBe('hel'));
  room = 100;
  await vi.waitFor(() => expect(written).toBe('hello world'));
  input.push('!');
  expect(written).toBe('hello world!');
});

test('asks only now and then while nothing is taken', async () => {
  let asked = 0;
  const input = new TerminalInput(() => {
    asked += 1;
    return 0;
  });
  input.push('text');
  await delay(200);
  input.close();
  expect(asked).toBeLessThan(15);
});

test('stops for good when it is closed, also from within a write', () => {
  let calls = 0;
  const input = new TerminalInput(() => {
    calls += 1;
    input.close();
    return 0;
  });
  input.push('a');
  input.push('b');
  expect(calls).toBe(1);
});
