import type { Evidence } from '#shared/model/evidence.ts';

/** The part of a check that decides whether two failures are the same. */
export type FailedCheck = Pick<Evidence, 'command' | 'cwd' | 'exitCode' | 'verdict' | 'outputTail'>;

/** What differs between two runs of the same failure, the most specific first. */
const variableParts: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b0x[0-9a-f]{1,16}\b/gi, '<address>'],
  [/\b(?=[a-f]{0,64}\d)[0-9a-f]{7,64}\b/g, '<hash>'],
  [/(?<![\w./\\-])(?:[A-Za-z]:)?[/\\](?:[\w.@+~-]{1,255}[/\\]){1,64}[\w.@+~-]{0,255}/g, '<path>'],
];

/** A number, with its unit where it is a duration. It always matches, so that no digit is tried twice. */
const number = /\d+(?:[.,]\d+)*(\s?(?:ns|µs|us|ms|s|sec|secs|seconds?|m|min|minutes?|h)\b)?/g;

/**
 * The lines of an output without what varies from run to run. Test runners that work in parallel
 * print the same failures in another order and number, so lines are sorted and counted once.
 */
function normalizeOutput(output: string, cwd: string): string {
  const inside = cwd === '' ? output : output.replaceAll(cwd, '.');
  const lines = inside.split('\n').map((line) => {
    let normal = line;
    for (const [pattern, name] of variableParts) normal = normal.replaceAll(pattern, name);
    return normal.replaceAll(number, nameOf).trim();
  });
  return [...new Set(lines)].sort().join('\n');
}

function nameOf(whole: string, unit: string | undefined): string {
  return unit === undefined ? whole.replaceAll(/\d+/g, '#') : '<duration>';
}

/** 53-bit hash (cyrb53): enough to distinguish a task's few failures. It needs no platform. */
function hashText(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
}

/**
 * Names a failure: equal for the same tree whose checks fail in the same way, whatever the times,
 * numbers, paths and order of lines in the output; passed checks do not count. The breaker that
 * notices no progress compares it from attempt to attempt (SPEC section 3, caps).
 */
export function failureSignature(tree: string, evidence: readonly FailedCheck[]): string {
  const failed = evidence.filter((check) => check.verdict !== 'passed');
  const parts = failed.map((check) =>
    [
      check.command,
      check.verdict,
      String(check.exitCode),
      normalizeOutput(check.outputTail, check.cwd),
    ].join('\n'),
  );
  return `${tree}:${hashText(parts.join('\n\n'))}`;
}
