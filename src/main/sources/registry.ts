import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TaskSource } from '#shared/model/task.ts';
import { backlogSource } from './backlog-md/source.ts';
import { jsonSource } from './json/source.ts';
import type { RepositorySource, Source, TaskFiles, TextSource } from './source.ts';
import type { SourceField } from './source-changes.ts';

/** The sources that come with the app: one row each, in the order in which people see them. */
export const builtInSources: readonly Source[] = [backlogSource, jsonSource];

export interface SourceRegistry {
  readonly all: readonly Source[];
  /** The source of that kind; `source-unknown` when there is none. */
  readonly resolve: (kind: string) => Result<Source, Failure<'source-unknown'>>;
  /** The files of a task's source; a failure where this version has no such source, or one that is read once. */
  readonly filesOf: (source: TaskSource) => Result<TaskFiles, Failure<'source-unknown'>>;
  /** The fields of a task that are its source's; none where there is no such source. */
  readonly ownedFields: (source: TaskSource | null) => readonly SourceField[];
  /** The source of the repository that is meant when none is named: the first that it has, else the first. */
  readonly inRepository: (root: string) => Promise<Result<RepositorySource, Failure>>;
  /** The source that reads a file of that name: by its ending, else the first that reads texts. */
  readonly forFile: (name: string) => Result<TextSource, Failure>;
}

/** The sources that a workspace can take work from. */
export function createSourceRegistry(rows: readonly Source[] = builtInSources): SourceRegistry {
  const byKind = new Map(rows.map((source) => [source.kind, source]));
  const local = rows.filter((source) => source.from === 'repository');
  const texts = rows.filter((source) => source.from === 'text');

  function unknown(kind: string): Failure<'source-unknown'> {
    const kinds = [...byKind.keys()].join(', ');
    return failure(
      'source-unknown',
      `This version knows no source of the kind ${JSON.stringify(kind)}.`,
      `It knows ${kinds}. Import again from one of them.`,
    );
  }

  return {
    all: rows,
    resolve(kind) {
      const source = byKind.get(kind);
      return source === undefined ? err(unknown(kind)) : ok(source);
    },
    filesOf({ kind }) {
      const files = byKind.get(kind)?.files ?? null;
      return files === null ? err(unknown(kind)) : ok(files);
    },
    ownedFields(source) {
      return source === null ? [] : (byKind.get(source.kind)?.owns ?? []);
    },
    async inRepository(root) {
      for (const source of local) {
        const found = await source.find(root);
        if (!found.ok || found.value) return ok(source);
      }
      const [first] = local;
      return first === undefined ? err(unknown('repository')) : ok(first);
    },
    forFile(name) {
      const ended = texts.find(({ endings }) => endings.some((one) => name.endsWith(one)));
      const source = ended ?? texts[0];
      return source === undefined ? err(unknown('text')) : ok(source);
    },
  };
}
