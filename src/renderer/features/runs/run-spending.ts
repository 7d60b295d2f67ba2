import type { Telemetry } from '#shared/model/telemetry.ts';

/** What attempts used, as far as they told. */
export interface Spending {
  /** Null when no attempt told a number. */
  readonly tokens: number | null;
  readonly costUsd: number | null;
  /** Where the numbers come from, in words. */
  readonly source: string;
}

/** Sums up the telemetry of one run. */
export function runSpending(runId: string, telemetry: Iterable<Telemetry>): Spending {
  const own = [...telemetry].filter((record) => record.runId === runId);
  const sources = new Map<string, number>();
  for (const { usage } of own) {
    sources.set(usage.tokenSource, (sources.get(usage.tokenSource) ?? 0) + 1);
  }
  const words = [...sources].map(([source, count]) => `${count} ${source}`).join(', ');
  return {
    tokens: sumOf(own.map(({ usage }) => usage.tokens)),
    costUsd: sumOf(own.map(({ usage }) => usage.costUsd)),
    source: own.length === 0 ? 'No attempt has ended yet.' : `Numbers of attempts: ${words}.`,
  };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
