import type { Preflight } from '#shared/contract/runs.ts';
import { formatDuration, formatMoney, formatTokens, plural } from '#renderer/lib/format.ts';

const minuteMs = 60_000;

/** An agent with its version; the built-in script agent has none of its own. */
export function agentText({
  type,
  version,
  problem,
}: Pick<Preflight['agents'][number], 'type' | 'version' | 'problem'>): string {
  if (problem !== null) return `${type} (not usable)`;
  if (version !== null) return `${type} ${version}`;
  return type === 'script' ? type : `${type} (version not reported)`;
}

/** The estimate with where it comes from; what no attempt ever reported is left out. */
export function estimateText({
  minutes,
  tokens,
  costUsd,
  sampleSize,
}: Preflight['estimate']): string {
  const parts = [
    minutes === null ? null : timeText(minutes),
    tokens === null ? null : `${formatTokens(tokens)} tokens`,
    costUsd === null ? null : formatMoney(costUsd),
  ].filter((part) => part !== null);
  if (parts.length === 0) return 'Not known yet: no task has been run here.';
  const source = `from ${plural(sampleSize, 'earlier attempt')} in this workspace (median)`;
  return `${parts.join(', ')}, ${source}`;
}

/** An estimate is not known to the second. */
function timeText(minutes: number): string {
  if (minutes < 1) return 'Less than a minute';
  return `About ${formatDuration(Math.round(minutes) * minuteMs)}`;
}
