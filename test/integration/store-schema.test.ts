import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { collections } from '#shared/core/records/collections.ts';
import { Database } from '#main/store/database.ts';
import { migrate } from '#main/store/migrations.ts';
import { schemaSteps } from '#main/store/schema-steps.ts';
import { storeBench } from '../helpers/stores.ts';

describe('the released steps', () => {
  it('make of each earlier version what a new database is', () => {
    const schemaOf = (file: string): readonly unknown[] => {
      const database = new DatabaseSync(file, { readOnly: true });
      const schema = database.prepare('SELECT name, sql FROM sqlite_master ORDER BY name').all();
      database.close();
      return schema;
    };
    const fresh = storeBench();
    fresh.open();
    for (let version = 1; version < schemaSteps(collections).length; version += 1) {
      const bench = storeBench();
      const older = schemaSteps(collections).slice(0, version);
      const database = new Database(bench.file);
      expect(migrate(database, bench.backups, older).ok).toBe(true);
      database.close();
      bench.open();
      expect(schemaOf(bench.file)).toEqual(schemaOf(fresh.file));
    }
  });

  it('stay what they were when they were released', () => {
    const digests = schemaSteps(collections)
      .slice(0, 4)
      .map((step) => createHash('sha256').update(step).digest('hex').slice(0, 12));
    expect(digests).toEqual(['38f1ab50f391', '8b92da27f768', '4c1a06630ec6', '6e3778b03cf7']);
  });
});
