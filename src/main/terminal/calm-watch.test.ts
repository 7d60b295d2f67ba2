import { expect, test } from 'vitest';
import { calmBytes, CalmWatch } from './calm-watch.ts';

const much = calmBytes + 1;

test('output is calm at the first look at which little came', () => {
  const calm = new CalmWatch();
  calm.fellBehind(1_000, 0);
  expect(calm.look(1_000 + much)).toBe(false);
  expect(calm.look(1_000 + 2 * much)).toBe(false);
  expect(calm.look(1_000 + 2 * much + calmBytes)).toBe(true);
});

test('floods that come in waves have to be calm for longer each time, up to a limit', () => {
  const calm = new CalmWatch();
  const looks: number[] = [];
  for (let wave = 0; wave < 6; wave += 1) {
    calm.fellBehind(0, 100_000);
    let count = 1;
    while (!calm.look(0)) count += 1;
    looks.push(count);
  }
  expect(looks).toEqual([1, 2, 4, 4, 4, 4]);
  calm.fellBehind(0, 5 * 1024 * 1024);
  expect(calm.look(0)).toBe(true);
});

test('looks at calm output count only one after the other', () => {
  const calm = new CalmWatch();
  calm.fellBehind(0, 0);
  calm.fellBehind(0, 0);
  expect(calm.look(0)).toBe(false);
  expect(calm.look(much)).toBe(false);
  expect(calm.look(much)).toBe(false);
  expect(calm.look(much)).toBe(true);
});
