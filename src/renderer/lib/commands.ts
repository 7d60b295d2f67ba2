import { useEffect, useLayoutEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { CommandRegistry, formatKeys } from './command-registry.ts';
import type { Command } from './command-registry.ts';

export type { Command } from './command-registry.ts';

const registry = new CommandRegistry();
const subscribe = (listener: () => void): (() => void) => registry.subscribe(listener);
const all = (): readonly Command[] => registry.all();

/** Registers commands while the component is mounted. The list may be a new one on each render. */
export function useCommands(commands: readonly Command[]): void {
  const source = useMemo(() => Symbol('commands'), []);
  const latest = useRef(commands);
  useLayoutEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    // What runs is always the newest closure, though the registry keeps an old list that looks the same.
    registry.set(
      source,
      commands.map((command) => ({
        ...command,
        run: () => latest.current.find(({ id }) => id === command.id)?.run(),
      })),
    );
  }, [source, commands]);
  useEffect(() => () => registry.remove(source), [source]);
}

/** All commands of what is mounted, for the palette and the list of shortcuts. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, all);
}

/** All commands at this moment, for code outside of components. */
export function allCommands(): readonly Command[] {
  return registry.all();
}

/** Whether keys are shown, and `$mod` is meant, as on a Mac. */
export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(globalThis.navigator.platform);
}

/** The first of a command's keys as this machine's keyboard names them, for tooltips; empty without keys. */
export function keyLabel(keys: readonly string[] | undefined): string {
  return formatKeys(keys, isMac());
}

/** The key of a command as this machine's keyboard names it, wherever it works; empty without one. */
export function commandKeyLabel({ keys, localKeys }: Command): string {
  return keyLabel(keys ?? localKeys);
}
