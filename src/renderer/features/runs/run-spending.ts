import type { Telemetry } from '#shared/model/telemetry.ts';

/** What attempts used, as far as their agents reported it. */
export interface Spending {
  /** Null when no attempt reported a number. */
  readonly tokens: number | null;
  readonly costUsd: number | null;
  /** Where the numbers come from, in words. */
  readonly source: string;
}

type TokenSource = Telemetry['usage']['tokenSource'];

const sourceWords: Readonly<Record<TokenSource, string>> = {
  reported: 'reported by the agent',
  parsed: 'read from its output',
  estimated: 'estimated',
  none: 'without any',
};

/** Sums up the telemetry of one run. */
export function runSpending(runId: string, telemetry: Iterable<Telemetry>): Spending {
  const own = [...telemetry].filter((record) => record.runId === runId);
  const sources = new Map<TokenSource, number>();
  for (const { usage } of own) {
    sources.set(usage.tokenSource, (sources.get(usage.tokenSource) ?? 0) + 1);
  }
  const words = [...sources].map(([source, count]) => `${count} ${sourceWords[source]}`).join(', ');
  return {
    tokens: sumOf(own.map(({ usage }) => usage.tokens)),
    costUsd: sumOf(own.map(({ usage }) => usage.costUsd)),
    source: own.length === 0 ? 'No attempt has ended yet.' : `Numbers of ended attempts: ${words}.`,
  };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
