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

/** Keeps it in the browser's database; where there is none, for as long as the page is open. */
export function browserCredentials(): CredentialStore {
  let unkept: Credential | null = null;
  const read = async (): Promise<Credential | null> => {
    try {
      return (await inDatabase(async (table) => table.get(recordId))) ?? unkept;
    } catch {
      return unkept;
    }
  };
  const write = async (credential: Credential): Promise<void> => {
    unkept = credential;
    await inDatabase(async (table) => table.put(credential, recordId)).catch(() => undefined);
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
