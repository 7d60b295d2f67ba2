import { z } from 'zod';
import { countsOf } from '#shared/core/evidence/test-results.ts';
import type { RunnerResults, TestResult, TestStatus } from '#shared/core/evidence/test-results.ts';
import { pathName } from './line-reader.ts';

const jestSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string().default(''),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()).default([]),
          title: z.string(),
          status: z.string(),
        }),
      ),
    }),
  ),
});

const mochaSchema = z.object({
  stats: z.object({ tests: z.number() }),
  passes: z.array(z.object({ fullTitle: z.string() })),
  failures: z.array(z.object({ fullTitle: z.string() })),
  pending: z.array(z.object({ fullTitle: z.string() })),
});

const pytestSchema = z.object({
  tests: z.array(z.object({ nodeid: z.string(), outcome: z.string() })),
});

const goSchema = z.object({
  Action: z.string(),
  Package: z.string().default(''),
  Test: z.string().optional(),
});

const words: Readonly<Record<string, TestStatus>> = {
  passed: 'passed',
  pass: 'passed',
  failed: 'failed',
  fail: 'failed',
  error: 'failed',
  skip: 'skipped',
  skipped: 'skipped',
  pending: 'skipped',
  todo: 'skipped',
  disabled: 'skipped',
  xfailed: 'skipped',
  xpassed: 'skipped',
};

/** A report in JSON, of jest, vitest, mocha or pytest, or the lines of `go test -json`; null when it is none. */
export function readJsonReport(text: string): RunnerResults | null {
  const whole = parsed(text);
  return whole === undefined ? goLines(text) : (jest(whole) ?? mocha(whole) ?? pytest(whole));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function results(runner: string, tests: readonly TestResult[]): RunnerResults {
  return { runner, counts: countsOf(tests), detail: 'tests', tests };
}

function jest(whole: unknown): RunnerResults | null {
  const read = jestSchema.safeParse(whole);
  if (!read.success) return null;
  const tests = read.data.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      id: pathName([name, ...ancestorTitles, title]),
      status: words[status] ?? 'failed',
    })),
  );
  return results('JSON of jest or vitest', tests);
}

function mocha(whole: unknown): RunnerResults | null {
  const read = mochaSchema.safeParse(whole);
  if (!read.success) return null;
  const { passes, failures, pending } = read.data;
  const all = (list: readonly { fullTitle: string }[], status: TestStatus): TestResult[] =>
    list.map(({ fullTitle: id }) => ({ id, status }));
  const tests = [...all(passes, 'passed'), ...all(failures, 'failed'), ...all(pending, 'skipped')];
  return results('JSON of mocha', tests);
}

function pytest(whole: unknown): RunnerResults | null {
  const read = pytestSchema.safeParse(whole);
  if (!read.success) return null;
  const tests = read.data.tests.map(({ nodeid, outcome }) => ({
    id: nodeid,
    status: words[outcome] ?? 'failed',
  }));
  return results('JSON of pytest', tests);
}

function goLines(text: string): RunnerResults | null {
  const tests: TestResult[] = [];
  let isGo = false;
  for (const line of text.split('\n')) {
    if (!line.startsWith('{')) continue;
    const read = goSchema.safeParse(parsed(line));
    if (!read.success) continue;
    isGo = true;
    const { Action: action, Package: place, Test: test } = read.data;
    const status =
      action === 'pass' || action === 'fail' || action === 'skip' ? words[action] : null;
    if (test !== undefined && status) tests.push({ id: pathName([place, test]), status });
  }
  return isGo ? results('go test', tests) : null;
}
