import { useEffect } from 'react';
import type { RefObject } from 'react';
import { systemClock } from '#shared/lib/clock.ts';
import { FocusRequests } from './focus-requests.ts';

const requests = new FocusRequests();
const listeners = new Set<() => void>();

/**
 * Follows the person while a part of the page is waited for: whoever goes on elsewhere is not fetched back.
 */
function followPerson(): void {
  const options = { capture: true } as const;
  const stop = (): void => {
    window.removeEventListener('pointerdown', turn, options);
    window.removeEventListener('keydown', press, options);
  };
  const turn = (): void => {
    requests.personTurned();
    stop();
  };
  const press = ({ key }: KeyboardEvent): void => {
    if (!requests.isOpen(systemClock.now())) stop();
    else if (!isLetter(key)) turn();
  };
  window.addEventListener('pointerdown', turn, options);
  window.addEventListener('keydown', press, options);
}

/**
 * Asks for the focus to go to the place with this name: at once, or as soon as it is in the page, unless the
 * person turns to something else first. `isForText` says that a text is written there.
 */
export function requestFocus(name: string, isForText = false): void {
  requests.make({ name, isForText, madeAt: systemClock.now() });
  for (const listener of listeners) listener();
  if (requests.isOpen(systemClock.now())) followPerson();
}

/** Whether this key is meant for a text whose field is still on its way: it is no command then. */
export function isForComingField(key: string): boolean {
  return isLetter(key) && requests.isTextAwaited(systemClock.now());
}

function isLetter(key: string | undefined): boolean {
  return key === undefined || key.length === 1 || key === 'Shift';
}

/** Takes the focus to the element whenever somebody requests it by name; null is no place. */
export function useRequestedFocus(
  name: string | null,
  element: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const grant = (): void => {
      if (name === null || element.current === null) return;
      // Once: what closes after it leaves the focus where it is (`giveFocusBack`), and so does this for
      // whoever moves it on.
      if (requests.take(name, systemClock.now())) element.current.focus();
    };
    grant();
    listeners.add(grant);
    return () => {
      listeners.delete(grant);
    };
  }, [name, element]);
}

/** Name of the place where the task's text is written. */
export function specOf(taskId: string): string {
  return `spec ${taskId}`;
}

/** Name of the title of the task's panel. */
export function titleOf(taskId: string): string {
  return `title ${taskId}`;
}

/** Name of the card of a task. */
export function cardOf(taskId: string): string {
  return `card ${taskId}`;
}

/** Name of the place where the question of a task's agent is answered. */
export function answerOf(taskId: string): string {
  return `answer ${taskId}`;
}
