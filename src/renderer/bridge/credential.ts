import { Dexie } from 'dexie';
import { freshKeys } from './page-crypto.ts';
import type { PageKeys } from './page-crypto.ts';

/** By what this browser and its host know each other again; the browser keeps it per address, port included. */
export interface Credential extends PageKeys {
  /** Public key of the host; null before the first contact. */
  readonly hostKey: string | null;
}

/** Where a credential is kept. */
export interface CredentialStore {
  /** What is kept; null when there is none. */
  read(): Promise<Credential | null>;
  write(credential: Credential): Promise<void>;
  /** The same, made now when there is none, once for all tabs. */
  readOrMake(): Promise<Credential>;
}

const databaseName = 'switchyard-session';
const recordId = 'own';

/**
 * Keeps it in the browser's database, and writes it there again when it was cleared; where there is none,
 * for as long as the page is open.
 */
export function browserCredentials(): CredentialStore {
  // Also of what the database has: it may be cleared while the page is open.
  let inMemory: Credential | null = null;
  const write = async (credential: Credential): Promise<void> => {
    inMemory = credential;
    await inDatabase(async (table) => table.put(credential, recordId)).catch(() => undefined);
  };
  const read = async (): Promise<Credential | null> => {
    try {
      const kept = await inDatabase(async (table) => table.get(recordId));
      if (kept !== undefined) inMemory = kept;
      else if (inMemory !== null) await write(inMemory);
    } catch {
      // No database, or not now: what the page has is as good.
    }
    return inMemory;
  };
  const make = async (): Promise<Credential> => {
    const known = await read();
    if (known !== null) return known;
    const made = { ...(await freshKeys()), hostKey: null };
    await write(made);
    return made;
  };
  return {
    read,
    write,
    readOrMake: async () => navigator.locks.request(databaseName, make),
  };
}

async function inDatabase<Value>(
  work: (table: Dexie.Table<Credential, string>) => PromiseLike<Value>,
): Promise<Value> {
  const database = new Dexie(databaseName);
  database.version(1).stores({ credentials: '' });
  try {
    return await work(database.table<Credential, string>('credentials'));
  } finally {
    database.close();
  }
}
