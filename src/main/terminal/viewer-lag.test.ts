import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ViewerLag } from './viewer-lag.ts';

const limits = { high: 100, low: 10, most: 1_000, patienceMs: 250 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const onBehind = vi.fn();
  return { onBehind, lag: new ViewerLag(onBehind, limits) };
}

test('a viewer is behind when it is above the high mark for longer than a while', () => {
  const { onBehind, lag } = watched();
  lag.sentOutput(101);
  vi.advanceTimersByTime(249);
  expect(onBehind).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onBehind).toHaveBeenCalledTimes(1);
});

test('a viewer that is back below the high mark in time is not behind', () => {
  const { onBehind, lag } = watched();
  for (let burst = 0; burst < 10; burst += 1) {
    lag.sentOutput(900);
    vi.advanceTimersByTime(200);
    lag.acknowledged(900);
  }
  vi.advanceTimersByTime(1_000);
  expect(onBehind).not.toHaveBeenCalled();
});

test('a viewer is behind at once with more than it may ever have', () => {
  const { onBehind, lag } = watched();
  lag.sentOutput(1_000);
  expect(onBehind).not.toHaveBeenCalled();
  lag.sentOutput(1);
  expect(onBehind).toHaveBeenCalledTimes(1);
});

test('the time that a screen takes does not count, but what comes after it may not grow for ever', () => {
  const { onBehind, lag } = watched();
  lag.sentScreen(50_000);
  lag.sentOutput(1_000);
  vi.advanceTimersByTime(10_000);
  expect(onBehind).not.toHaveBeenCalled();
  lag.acknowledged(50_000);
  vi.advanceTimersByTime(250);
  expect(onBehind).toHaveBeenCalledTimes(1);
});

test('is settled when all but a rest is acknowledged, and no credit is given for more', () => {
  const { lag } = watched();
  expect(lag.isSettled).toBe(true);
  lag.sentScreen(40);
  lag.sentOutput(40);
  lag.acknowledged(70);
  expect(lag.isSettled).toBe(false);
  lag.acknowledged(500);
  expect(lag.isSettled).toBe(true);
  lag.sentOutput(10);
  expect(lag.isSettled).toBe(false);
});

test('nobody is called when it is over', () => {
  const { onBehind, lag } = watched();
  lag.sentOutput(500);
  lag.dispose();
  vi.advanceTimersByTime(1_000);
  expect(onBehind).not.toHaveBeenCalled();
});
