import type { Command } from '#renderer/lib/commands.ts';

/** A group of the palette. */
export interface CommandGroup {
  readonly label: string;
  readonly commands: readonly Command[];
}

/** Groups that are about what is on the screen come first, those about the app itself last. */
const lastGroups: readonly string[] = ['Go to', 'Workspace', 'Appearance', 'Help'];

/**
 * The commands in the order in which they are listed before anything is typed: those that were chosen
 * last, then what the present view can do, then the rest. Whatever cannot be done now comes after all.
 */
export function paletteGroups(
  commands: readonly Command[],
  recent: readonly string[],
): readonly CommandGroup[] {
  const canRun = ({ isEnabled = true }: Command): boolean => isEnabled;
  const byId = new Map(commands.map((command) => [command.id, command]));
  const known = recent.flatMap((id) => byId.get(id) ?? []).filter(canRun);
  const others = commands.filter((command) => !known.includes(command));
  const rank = (label: string): number => lastGroups.indexOf(label);
  const groups = [...Map.groupBy(others, ({ group }) => group)]
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([label, own]) => ({
      label,
      commands: [...own.filter(canRun), ...own.filter((command) => !canRun(command))],
    }));
  return known.length === 0 ? groups : [{ label: 'Recent', commands: known }, ...groups];
}
