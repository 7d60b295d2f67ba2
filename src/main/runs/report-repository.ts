import { foreignEntries } from '#main/landing/foreign-entries.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import type { HostParts } from './host-parts.ts';

/** Paths that a line names; more of them are counted. */
const mostNamed = 3;
const mostListed = 100;

/**
 * Reports at the end of a run what of the person's repository changed since the last look, and in one line for each
 * of their checkouts that its files did: they work there too, so there is nothing to be put back.
 */
export async function reportRepository(parts: HostParts, runId: string): Promise<void> {
  const checkouts = await parts.guard.endRun(runId, (signal) => {
    if (signal.kind === 'foreign_change') record(parts, foreignEntries(parts, signal.change));
  });
  const subject = { kind: 'run', id: runId } as const;
  const entries = checkouts.map(({ folder, paths, keptRef }) => {
    const text = `While the run went on, ${filesWords(paths)} of your checkout ${folder} changed: ${named(paths)}. Maybe it was you.${keptWords(keptRef)}`;
    const detail = paths.length > mostNamed ? paths.slice(0, mostListed).join('\n') : undefined;
    return notification(parts, 'repository_moved', text, subject, detail);
  });
  if (entries.length > 0) record(parts, entries);
}

function filesWords(paths: readonly string[]): string {
  return paths.length === 1 ? 'a file' : `${paths.length} files`;
}

function named(paths: readonly string[]): string {
  const more = paths.length - mostNamed;
  const list = paths.slice(0, mostNamed).join(', ');
  return more > 0 ? `${list} and ${more} more` : list;
}

function keptWords(ref: string | null): string {
  return ref === null ? '' : ` What was in no commit before is kept: git show --stat ${ref}`;
}
