import type { RxJsonSchema } from 'rxdb';
import { collections, replicatedCollections } from '#shared/core/records/collections.ts';
import type { ReplicatedCollection } from '#shared/core/records/collections.ts';

/** To be raised when stored documents have to be fetched again though their fields have the same names. */
const replicaRevision = 1;

/**
 * The replica's schema of a collection: the names of the model's fields and the key. What is in the
 * fields the host has checked; nothing is indexed, because all of a collection is read at once.
 */
export function replicaSchema(name: ReplicatedCollection): RxJsonSchema<{ id: string }> {
  const fields = Object.keys(collections[name].schema.shape).filter((field) => field !== 'id');
  return {
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: {
      ...Object.fromEntries(fields.map((field) => [field, {}])),
      id: { type: 'string', maxLength: 200 },
    },
    required: ['id'],
  };
}

/**
 * Names the form in which documents are stored. It is part of the name of the browser's database: a page
 * with another form starts an empty replica and fetches all again, which is simpler and safer than to
 * convert; edits that were not sent yet are in the edit journal, whose form is its own.
 */
export function replicaFormat(): string {
  const fields = replicatedCollections.map((name) => [
    name,
    ...Object.keys(collections[name].schema.shape).toSorted(),
  ]);
  return `${replicaRevision}-${checksum(JSON.stringify(fields))}`;
}

/** FNV-1a, 32 bits, as hexadecimal digits. */
function checksum(text: string): string {
  let hash = 0x81_1c_9d_c5;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01_00_01_93);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
