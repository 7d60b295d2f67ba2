import { describe, expect, it } from 'vitest';
import { families, scanners } from '../helpers/scanners.ts';

const kibibyte = 1024;
const lengths = [64, 128, 256, 512, 1024, 2048, 4096].map((count) => count * kibibyte);
const longest = Math.max(...lengths);
/** Twice the text, twice the time; three doublings that take twenty-four times are no accident of a busy machine. */
const mostGrowth = 24;
/** What takes so little for 4 MiB is fast, however it grows. */
const floorMs = 1_000;

/** Time of this thread on a processor: what others do on the machine does not count. */
function measure(scan: (text: string) => unknown, text: string, times: number): number {
  let best = Infinity;
  for (let round = 0; round < times; round += 1) {
    const started = process.threadCpuUsage();
    scan(text);
    const { user, system } = process.threadCpuUsage(started);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

/** Whether 4 MiB would be fast even if the time grew with the square of the length from here on. */
function isFastEnough(took: number, length: number): boolean {
  return took * (longest / length) ** 2 <= floorMs;
}

/** Doubles the text up to 4 MiB, as long as it is not plain that the rest is fast; what is wrong, or null. */
function growth(scan: (text: string) => unknown, make: (length: number) => string): string | null {
  const shortest = make(64 * kibibyte);
  scan(shortest);
  const times: number[] = [];
  for (const [step, length] of lengths.entries()) {
    const text = make(length);
    const took = measure(scan, text, 1);
    times.push(took);
    if (length >= 128 * kibibyte && isFastEnough(took, length)) return null;
    const before = times[step - 3];
    const freeMs = (floorMs * length) / longest;
    if (before === undefined || took <= Math.max(mostGrowth * before, freeMs)) continue;
    const short = measure(scan, make(length / 8), 5);
    const long = measure(scan, text, 5);
    if (long > Math.max(mostGrowth * short, freeMs)) {
      const at = `${length / 8 / kibibyte} and ${length / kibibyte} KiB`;
      return `${short.toFixed(1)} and ${long.toFixed(1)} ms for ${at}`;
    }
  }
  return null;
}

describe('reading hostile output takes time in proportion to its length', () => {
  it.each(scanners)(
    '$name',
    ({ scan }) => {
      const slow = families.flatMap(([family, make]) => {
        const problem = growth(scan, make);
        return problem === null ? [] : [`${family}: ${problem}`];
      });
      expect(slow).toEqual([]);
    },
    600_000,
  );

  it('would be told of a scanner that takes the square of the length', () => {
    const slow = (text: string): number => {
      let sum = 0;
      for (let index = 0; index < text.length; index += 256) {
        for (let end = index; end < text.length; end += 4) sum += text.charCodeAt(end);
      }
      return sum;
    };
    expect(growth(slow, (length) => 'x'.repeat(length))).toMatch(/ms for \d+ and \d+ KiB/);
  }, 180_000);
});
