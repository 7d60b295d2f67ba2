import { describe, expect, test } from 'vitest';
import { parseProcessList, parseProcessStat } from './process-table.ts';

const numbers = '4194560 97 0 0 0 1 2 0 0 20 0 1 0 123456 2703360 203 18446744073709551615 1 1';

describe('parseProcessStat', () => {
  test('reads the numbers behind a program name with spaces and brackets', () => {
    expect(parseProcessStat(`42 (a) b (c) S 7 40 41 34817 42 ${numbers}`, 'boot')).toEqual({
      pid: 42,
      parent: 7,
      group: 40,
      session: 41,
      startTime: 'boot:123456',
      ended: false,
    });
  });

  test('takes a zombie for ended', () => {
    expect(parseProcessStat(`42 (sh) Z 7 40 41 0 -1 ${numbers}`, 'boot')?.ended).toBe(true);
  });

  test('gives nothing for a text cut short', () => {
    expect(parseProcessStat('42 (sh) S 7 40', 'boot')).toBeNull();
    expect(parseProcessStat('', 'boot')).toBeNull();
  });
});

describe('parseProcessList', () => {
  test('reads one process per line and skips what is no process', () => {
    const text = [
      '    1     0     1 Ss   Thu Jan  1 12:00:00 2026',
      '  812     1   812 Z+   Thu Jan  1 12:00:09 2026    ',
      'ps: warning',
      '',
    ].join('\n');
    expect(parseProcessList(text)).toEqual([
      {
        pid: 1,
        parent: 0,
        group: 1,
        session: null,
        startTime: 'Thu Jan 1 12:00:00 2026',
        ended: false,
      },
      {
        pid: 812,
        parent: 1,
        group: 812,
        session: null,
        startTime: 'Thu Jan 1 12:00:09 2026',
        ended: true,
      },
    ]);
  });
});
