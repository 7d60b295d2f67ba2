import { nearestInOrder } from './nearest-in-order.ts';

/** Where the focus was, as the page stood around it then. */
export interface FocusPlace {
  readonly element: HTMLElement;
  /** What it stands for, where it may come back as another element of the page. */
  readonly identity: string | null;
  /** The dialog that it is in. */
  readonly dialog: Element | null;
  /** Its ancestors, the innermost first. */
  readonly path: readonly Element[];
  /** What could have the focus then, in the order of the page. */
  readonly order: readonly HTMLElement[];
}

const focusable =
  'a[href], button, input, select, textarea, [tabindex], [contenteditable="true"], summary';
const dialogs = '[role="dialog"], [role="alertdialog"]';
/** What only passes by; the focus goes back from there. */
const passing = '[data-sonner-toaster]';
/** Beyond these the focus is not given to a neighbour: what they are about is no longer near. */
const bounds = 'main, aside, section, header, nav, footer';
/** Where letters are an answer to a program: nobody is put there unasked. */
const programs = '.xterm, .monaco-editor';
/** The place that a part of the page begins with: its heading. */
const home = '[data-focus-home]';

/** The place of an element; null where it only passes by: a toast, a menu. */
export function placeOf(element: HTMLElement): FocusPlace | null {
  const dialog = element.closest(dialogs);
  const isInPage = document.getElementById('root')?.contains(element) === true;
  if (element.closest(passing) !== null || (!isInPage && dialog === null)) return null;
  const path: Element[] = [];
  for (let at = element.parentElement; at !== null; at = at.parentElement) path.push(at);
  const around = dialog ?? document;
  return {
    element,
    identity: element.dataset['focusId'] ?? null,
    dialog,
    path,
    order: [...around.querySelectorAll<HTMLElement>(focusable)],
  };
}

/** Whether the focus can be put on an element. */
export function canFocus(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    !element.matches(':disabled') &&
    element.closest('[inert]') === null &&
    element.checkVisibility({ visibilityProperty: true })
  );
}

/** Whether an element is one of the stops that the focus may be given to without being asked for it. */
function isStop(element: HTMLElement): boolean {
  // A second press, meant for what is gone, must do no harm; focus guards are no stops of the person's.
  const isHarmless = !('danger' in element.dataset) && element.getAttribute('aria-hidden') === null;
  return (
    element.tabIndex >= 0 &&
    isHarmless &&
    element.closest(programs) === null &&
    !element.matches('[role="separator"]') &&
    canFocus(element)
  );
}

/**
 * Where the focus goes from a place: to its element or what it has become, else to what is nearest to it, else
 * to the heading of its part of the page. Null where the dialog that it was in is closed.
 */
export function goOnFrom(place: FocusPlace): HTMLElement | null {
  const { element, identity, dialog, path } = place;
  if (dialog !== null && !dialog.isConnected) return null;
  if (canFocus(element)) return element;
  const same =
    identity === null
      ? null
      : document.querySelector<HTMLElement>(`[data-focus-id="${CSS.escape(identity)}"]`);
  if (same !== null && canFocus(same)) return same;
  for (const around of path) {
    if (!around.isConnected) continue;
    if (around !== dialog && around.matches(bounds)) break;
    const near = nearestIn(around, place);
    if (near !== null || around === dialog) return near;
  }
  return homeOf(path);
}

function nearestIn(around: Element, { element, order }: FocusPlace): HTMLElement | null {
  const stops = [...around.querySelectorAll<HTMLElement>(focusable)].filter((one) => isStop(one));
  const near = nearestInOrder(order, element, stops);
  if (near !== null) return near;
  return around instanceof HTMLElement && isStop(around) && around.tabIndex === 0 ? around : null;
}

function homeOf(path: readonly Element[]): HTMLElement | null {
  const aside = path.find((one) => one.isConnected && one.matches('aside'));
  const near = aside?.querySelector<HTMLElement>(home) ?? null;
  return near ?? document.querySelector<HTMLElement>(`h1${home}`);
}
