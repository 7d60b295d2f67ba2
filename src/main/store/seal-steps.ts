/** Name of the function by which statements seal documents; only connections of this program have it. */
export const sealFunction = 'switchyard_seal';

/**
 * Chains the log, see {@link lineSeal}. Lines from before are taken as they are, and say so; documents are sealed
 * as they are. A later step that changes documents must seal them again ({@link resealed}) and move `since`.
 */
export const chainStep = `
  ALTER TABLE log ADD COLUMN made TEXT;
  ALTER TABLE log ADD COLUMN previous TEXT;
  ALTER TABLE log ADD COLUMN seal TEXT;
  CREATE TABLE chain (
    -- Up to which line the log is older than its seals.
    since INTEGER NOT NULL,
    since_seal TEXT NOT NULL,
    -- The line up to which all is known to be sealed, with its seal; and the change up to which all documents are.
    line INTEGER NOT NULL,
    seal TEXT NOT NULL,
    change INTEGER NOT NULL,
    schema INTEGER NOT NULL,
    note_seal TEXT NOT NULL
  );
  INSERT INTO chain
    SELECT last, ${sealFunction}(identity.id, 'chain', 'since', CAST(last AS TEXT)), last, identity.id, 0, -1, ''
    FROM identity, (SELECT coalesce(max(sequence), 0) AS last FROM log);`;

/** Seals the documents of a collection from now on, those that there are too. */
export function sealStep(name: string): string {
  return `ALTER TABLE ${name} ADD COLUMN seal TEXT; ${resealed(name)} ${watchTriggers(name)}`;
}

/** Seals the documents of a collection as they are. */
export function resealed(name: string): string {
  return `UPDATE ${name} SET seal =
    ${sealFunction}((SELECT id FROM identity), '${name}', id, document);`;
}

/** What keeps the log and the counter as they are, whoever writes. */
export const guardTriggers = `
  CREATE TRIGGER IF NOT EXISTS log_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END;
  CREATE TRIGGER IF NOT EXISTS log_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END;
  CREATE TRIGGER IF NOT EXISTS log_replace BEFORE INSERT ON log
    WHEN EXISTS (SELECT 1 FROM log WHERE sequence = NEW.sequence)
    BEGIN SELECT RAISE(ABORT, 'append only'); END;
  CREATE TRIGGER IF NOT EXISTS counter_back BEFORE UPDATE ON counter WHEN NEW.value < OLD.value
    BEGIN SELECT RAISE(ABORT, 'counts up only'); END;
  CREATE TRIGGER IF NOT EXISTS counter_delete BEFORE DELETE ON counter
    BEGIN SELECT RAISE(ABORT, 'counts up only'); END;`;

/**
 * Numbers every change of a document, whoever makes it: so all that changed since this program looked last is
 * found by its number. A change of this program comes with its number already.
 */
export function watchTriggers(name: string): string {
  const next = "UPDATE counter SET value = value + 1 WHERE name = 'change';";
  const now = "(SELECT value FROM counter WHERE name = 'change')";
  const number = `${next} UPDATE ${name} SET sequence = ${now} WHERE rowid = NEW.rowid;`;
  return `
    CREATE TRIGGER IF NOT EXISTS ${name}_changed AFTER UPDATE OF id, document, seal, sequence ON ${name}
      WHEN NEW.sequence <= OLD.sequence BEGIN ${number} END;
    CREATE TRIGGER IF NOT EXISTS ${name}_added AFTER INSERT ON ${name}
      WHEN NEW.sequence <> ${now} BEGIN ${number} END;
    CREATE TRIGGER IF NOT EXISTS ${name}_gone AFTER DELETE ON ${name}
      WHEN NOT EXISTS (
        SELECT 1 FROM removed WHERE collection = '${name}' AND id = OLD.id AND sequence = ${now}
      ) BEGIN
      ${next}
      INSERT OR REPLACE INTO removed VALUES ('${name}', OLD.id, ${now});
    END;`;
}
