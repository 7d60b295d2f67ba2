import type { Preflight } from '#shared/contract/runs.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { redChecks, untestedChecks } from './baseline.ts';

/** Of the output of a check that fails before a run, in characters. */
const shownOutput = 2_000;

/** What a baseline says, as a page shows it; null: the checks were not run there yet. */
export function shownBaseline(
  evidence: readonly Evidence[] | null,
): Pick<Preflight['baseline'][number], 'state' | 'failing'> {
  if (evidence === null) return { state: 'unknown', failing: [] };
  const red = redChecks([{ evidence }]);
  if (red.length > 0) return { state: 'red', failing: shownChecks(red) };
  const untested = untestedChecks(evidence);
  return { state: untested.length > 0 ? 'untested' : 'green', failing: shownChecks(untested) };
}

function shownChecks(evidence: readonly Evidence[]): Preflight['baseline'][number]['failing'] {
  return evidence.map(({ command, verdict, outputTail }) => ({
    command,
    verdict,
    output: outputTail.slice(-shownOutput),
  }));
}
