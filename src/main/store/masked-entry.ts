import { mapStrings } from '#shared/lib/map-strings.ts';
import type { Mask } from '#shared/core/secrets/secret-keeper.ts';

/**
 * Fields in which agents, checks, git and the system are repeated. All others are ids, hashes, names of refs and
 * paths, which must stay what they are, or words of the person.
 */
const repeated: ReadonlySet<string> = new Set([
  'problem',
  'message',
  'summary',
  'outputTail',
  'text',
  'detail',
  'carryForward',
  'reason',
  'stopReason',
  'blockedReason',
  'errorSummary',
  'notes',
  'command',
]);

/**
 * An entry as it may be written down: secrets masked in all that others said. Everything that the app records
 * comes by here. What a person writes into tasks and epics stays theirs: it must do what it says.
 */
export function maskedEntry<Entry>(entry: Entry, mask: Mask): Entry {
  return mapStrings(entry, (text, key) => (repeated.has(key) ? mask(text) : text));
}
