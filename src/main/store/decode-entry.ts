import type { LogEntryOf, NameOf, Shapes } from '#shared/core/records/collection-table.ts';
import type { Row } from './database.ts';

/** The entry of a line of the log; the line is one that this program has written. */
export function decodeEntry<S extends Shapes>(row: Row): LogEntryOf<S, NameOf<S>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `append` writes this column
  return JSON.parse(String(row['entry'])) as LogEntryOf<S, NameOf<S>>;
}
