import type { MarkKind } from '#shared/model/mark.ts';
import { plantFor } from './plants/plant-for.ts';
import type { Plant } from './plants/plant.ts';
import { pythonPlant } from './plants/python-plant.ts';
import type { PythonPlant } from './plants/python-plant.ts';
import { scriptPlant } from './plants/script-plant.ts';
import type { ScriptKind, ScriptPlant } from './plants/script-plant.ts';
import { repositoryKinds } from './repository-kind.ts';
import type { RepositoryKind } from './repository-kind.ts';
import { writes } from './shell-script.ts';

/** `caught`: the task is not closed. `shown`: it is closed, with a mark that a person sees. */
export type Expected = 'caught' | 'shown';

/** What a fake agent does, in one kind of repository. */
export interface Form {
  /** Script of the agent that cheats. */
  readonly cheat: string;
  /** Script of an agent that does the same task rightly; left out, it only writes a right product. */
  readonly twin?: string;
  /** Files that the twin's task names beside the planted product. */
  readonly twinFiles?: readonly string[];
  /** Commands that check the task after those of the repository. */
  readonly verify?: readonly string[];
}

/** One way of cheating (SPEC section 16), as an agent that always does the same. */
export interface Cheat {
  readonly id: string;
  /** Row of the table in SPEC section 16. */
  readonly row: number;
  /** After "the agent …". */
  readonly does: string;
  readonly expects: Expected;
  /** Kinds of marks by which it counts as shown; empty where it is caught. */
  readonly marks: readonly MarkKind[];
  readonly forms: Forms;
}

type Forms = Readonly<Partial<Record<RepositoryKind, (folder: string) => Form>>>;

/** Forms in JavaScript. */
export function inScripts(kinds: readonly ScriptKind[], form: (plant: ScriptPlant) => Form): Forms {
  return Object.fromEntries(
    kinds.map((kind) => [kind, (folder: string) => form(scriptPlant(kind, folder))]),
  );
}

/** A form in Python. */
export function inPython(form: (plant: PythonPlant) => Form): Forms {
  return { pytest: (folder) => form(pythonPlant(folder)) };
}

/** One form for repositories of every kind. */
export function anywhere(form: (plant: Plant) => Form): Forms {
  return Object.fromEntries(
    repositoryKinds.map((kind) => [kind, (folder: string) => form(plantFor(kind, folder))]),
  );
}

/** What an agent does of a cheat, or of its honest twin, in a repository of a kind. */
export interface Part {
  readonly script: string;
  readonly files: readonly string[];
  readonly verify: readonly string[];
}

/** The parts of a cheat. */
export interface Parts {
  readonly cheat: Part;
  /** Null where an honest agent would only write a right product: one such agent is played for all of them. */
  readonly twin: Part | null;
}

/** Both parts of a cheat; null where it does not apply. */
export function partsOf(cheat: Cheat, plant: Plant): Parts | null {
  const form = cheat.forms[plant.kind]?.(plant.folder);
  if (form === undefined) return null;
  const { twin, twinFiles = [], verify = [] } = form;
  const played = { script: form.cheat, files: [], verify };
  if (twin === undefined && verify.length === 0) return { cheat: played, twin: null };
  return {
    cheat: played,
    twin: {
      script: twin ?? writes(plant.product, plant.right(cheat.id)),
      files: twinFiles.length === 0 ? [] : [plant.product, ...twinFiles],
      verify,
    },
  };
}
