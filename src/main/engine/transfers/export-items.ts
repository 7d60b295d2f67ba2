import { stat } from 'node:fs/promises';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import type { ImportedEpic } from '#main/sources/imported-items.ts';
import { createSourceRegistry } from '#main/sources/registry.ts';
import type { SourceRegistry } from '#main/sources/registry.ts';
import type { FolderExport, SourceExport } from '#main/sources/source.ts';
import { writeFileAtomically } from '#main/system/atomic-write.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** The workspace's items in the form that sources write: secrets masked, as in all that leaves the app. */
function exportableItems(
  { store, secrets }: Pick<Workspace, 'store' | 'secrets'>,
  epicId: string | null,
): { readonly epics: readonly ImportedEpic[]; readonly tasks: readonly Task[] } {
  const chosen = (id: string): boolean => epicId === null || epicId === id;
  return {
    epics: store
      .all('epics')
      .filter((epic) => chosen(epic.id))
      .map((epic) => ({ ...epic, ...secrets.maskAll(wordsOfEpic(epic)) })),
    tasks: store
      .all('tasks')
      .filter((task) => chosen(task.epicId))
      .map((task) => ({ ...task, ...secrets.maskAll(wordsOfTask(task)) })),
  };
}

function wordsOfEpic({ title, description }: Epic): Pick<Epic, 'title' | 'description'> {
  return { title, description };
}

/** What people and agents wrote of a task; the rest are ids, paths and states, which stay what they are. */
function wordsOfTask({
  title,
  description,
  acceptanceCriteria,
  verify,
  script,
  implementationNotes,
  finalSummary,
}: Task): Partial<Task> {
  const spec = { title, description, acceptanceCriteria, verify, script };
  return { ...spec, implementationNotes, finalSummary };
}

/** A form that can be exported, by the kind of its source: a text, or the files of a folder. */
export interface ExportForm {
  readonly kind: string;
  readonly to: SourceExport['to'];
}

/** What the workspace can be exported as, texts first. */
export function exportForms(
  { all }: SourceRegistry = createSourceRegistry(),
): readonly ExportForm[] {
  const forms = all.flatMap((source) =>
    source.export === null ? [] : [{ kind: source.kind, to: source.export.to }],
  );
  return [...forms.filter(({ to }) => to === 'text'), ...forms.filter(({ to }) => to === 'folder')];
}

/** What became of an export. */
export type Exported =
  | { readonly to: 'text'; readonly text: string; readonly ending: string }
  | { readonly to: 'file'; readonly file: string }
  | ({ readonly to: 'folder' } & FolderExport);

/** The export of the workspace, or of one epic, as a text: in the form of that kind, else in the app's own. */
export function exportAsText(
  workspace: Workspace,
  epicId: string | null,
  kind = exportForms(workspace.sources)[0]?.kind ?? '',
): Result<Extract<Exported, { to: 'text' }>, Failure> {
  const form = formOf(workspace, kind);
  if (!form.ok) return form;
  if (form.value.to !== 'text') return err(noText(kind));
  const { epics, tasks } = exportableItems(workspace, epicId);
  return ok({ to: 'text', text: form.value.render(epics, tasks), ending: form.value.ending });
}

/** Exports the workspace, or one epic, into a file, or into a folder where files that exist stay as they are. */
export async function exportInto(
  workspace: Workspace,
  epicId: string | null,
  kind: string,
  target: string,
): Promise<Result<Exported, Failure>> {
  const form = formOf(workspace, kind);
  if (!form.ok) return form;
  if (form.value.to === 'text') {
    const text = exportAsText(workspace, epicId, kind);
    if (!text.ok) return text;
    const written = await writeFileAtomically(target, text.value.text);
    return written.ok ? ok({ to: 'file', file: target }) : written;
  }
  const existing = await stat(target).catch(() => null);
  if (existing !== null && !existing.isDirectory()) {
    return err(failure('not-a-folder', `${target} is a file.`, 'Name a folder to export to.'));
  }
  const { epics, tasks } = exportableItems(workspace, epicId);
  const written = await form.value.write(target, epics, tasks);
  return written.ok ? ok({ to: 'folder', ...written.value }) : written;
}

function formOf(
  { sources }: Pick<Workspace, 'sources'>,
  kind: string,
): Result<SourceExport, Failure> {
  const source = sources.resolve(kind);
  if (!source.ok) return source;
  return source.value.export === null ? err(noText(kind)) : ok(source.value.export);
}

function noText(kind: string): Failure {
  return failure(
    'no-export',
    `"${kind}" is nothing that is exported as a text.`,
    'Choose another form.',
  );
}
