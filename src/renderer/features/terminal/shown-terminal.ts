import type { TerminalAddress } from '#shared/contract/terminal-protocol.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { openableAddress } from '#renderer/ui/text/safe-link.ts';
import type { Theme } from '#renderer/ui/theme/theme.ts';
import { followSize } from './follow-size.ts';
import { TerminalFeed } from './terminal-feed.ts';
import type { TerminalState } from './terminal-state.ts';
import { readTerminalTheme } from './terminal-theme.ts';
import { createXterm, drawWithWebGl } from './xterm-factory.ts';
import type { Xterm } from './xterm-factory.ts';

/**
 * `fit`: the program gets the size of the place, and may be typed into. `follow`: whatever size the
 * program has is shown, as much of it as there is room for.
 */
export type Sizing = 'fit' | 'follow';

const fontSizes: Readonly<Record<Sizing, number>> = { fit: 13, follow: 12 };
/** The host keeps as many lines, and restores them; a tile shows only the end. */
const scrollbacks: Readonly<Record<Sizing, number>> = { fit: 5_000, follow: 200 };
const resizeDelayMs = 100;

/** A terminal that can be put on the page, taken off and put on again without losing anything. */
export class ShownTerminal {
  readonly #connection: HostConnection;
  readonly #address: TerminalAddress;
  readonly #sizing: Sizing;
  readonly #xterm: Xterm;
  readonly #element = document.createElement('div');
  readonly #listeners = new Set<() => void>();
  #feed: TerminalFeed | null = null;
  #state: TerminalState = { kind: 'opening' };
  /** The theme whose colours it has; null stands for that at its making. */
  #theme: Theme | null = null;
  #unmount: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isReadOnly = false;
  readonly #linkListeners = new Set<(address: string) => void>();

  constructor(connection: HostConnection, address: TerminalAddress, sizing: Sizing) {
    this.#connection = connection;
    this.#address = address;
    this.#sizing = sizing;
    this.#xterm = createXterm({
      fontSize: fontSizes[sizing],
      scrollback: scrollbacks[sizing],
      isScreenReaderMode: false,
      onLink: (target) => {
        const openable = openableAddress(target);
        if (openable === null) return;
        for (const listener of this.#linkListeners) listener(openable);
      },
    });
    this.#element.style.height = '100%';
    const { terminal } = this.#xterm;
    terminal.options.disableStdin = sizing === 'follow';
    terminal.onData((data) => this.#feed?.input(data));
    // Bytes of old mouse reports: each character is one.
    terminal.onBinary((data) => this.#feed?.input(data));
    terminal.attachCustomKeyEventHandler((event) => this.#takesKey(event));
    this.resume();
  }

  get state(): TerminalState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` with the address of each link that is clicked; nothing else comes of a click. */
  listenToLinks(listener: (address: string) => void): () => void {
    this.#linkListeners.add(listener);
    return () => this.#linkListeners.delete(listener);
  }

  /** Puts the terminal into `place`; the result takes it off. */
  mount(place: HTMLElement): () => void {
    this.#unmount?.();
    const { terminal } = this.#xterm;
    place.append(this.#element);
    if (terminal.element === undefined) this.#open();
    const stopDrawing = this.#sizing === 'fit' ? drawWithWebGl(terminal) : () => {};
    const observer = new ResizeObserver(() => this.#sizeSoon());
    observer.observe(place);
    const onFocus = (): void => this.#size();
    this.#element.addEventListener('focusin', onFocus);
    const stopFollowing =
      this.#sizing === 'follow' ? followSize(terminal, this.#element) : () => {};
    const unmount = (): void => {
      if (this.#unmount !== unmount) return;
      this.#unmount = null;
      observer.disconnect();
      this.#element.removeEventListener('focusin', onFocus);
      stopFollowing();
      stopDrawing();
      this.#element.remove();
    };
    this.#unmount = unmount;
    return unmount;
  }

  /** What cannot be typed into does not take the focus, nor the keys with it. */
  #open(): void {
    const { terminal } = this.#xterm;
    terminal.open(this.#element);
    const { textarea } = terminal;
    if (this.#sizing === 'follow' && textarea !== undefined) textarea.disabled = true;
  }

  focus(): void {
    this.#xterm.terminal.focus();
  }

  /** The text that is selected, or all there is. */
  text(): string {
    const { terminal } = this.#xterm;
    if (terminal.hasSelection()) return terminal.getSelection();
    terminal.selectAll();
    const all = terminal.getSelection();
    terminal.clearSelection();
    return all;
  }

  /** Whether what is typed goes nowhere, and no cursor waits for it. */
  setReadOnly(isReadOnly: boolean): void {
    this.#isReadOnly = isReadOnly;
    this.#takeInput();
  }

  /** Describes the screen to a screen reader, which costs time with much output. */
  setScreenReaderMode(isOn: boolean): void {
    this.#xterm.terminal.options.screenReaderMode = isOn;
  }

  /** Takes the colours of the page's theme, which is this one now. */
  showTheme(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#xterm.terminal.options.theme = readTerminalTheme();
  }

  /** Lets go of the host, so that nothing waits for this page; the last screen stays. */
  suspend(): void {
    this.#feed?.close();
    this.#feed = null;
  }

  /** Connects again, with the screen as it is then; nothing where there is a connection. */
  resume(): void {
    if (this.#feed !== null || this.#state.kind === 'ended') return;
    const { terminal } = this.#xterm;
    this.#feed = new TerminalFeed(this.#connection, this.#address, terminal, (state) => {
      this.#become(state);
    });
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.suspend();
    this.#unmount?.();
    this.#xterm.terminal.dispose();
    this.#listeners.clear();
  }

  #become(state: TerminalState): void {
    const wasLive = this.#state.kind === 'live';
    this.#state = state;
    this.#takeInput();
    if (state.kind === 'live' && !wasLive) this.#size();
    for (const listener of this.#listeners) listener();
  }

  #takeInput(): void {
    const { options } = this.#xterm.terminal;
    const isFollowing = this.#sizing === 'follow';
    options.disableStdin = isFollowing || this.#isReadOnly || this.#state.kind !== 'live';
  }

  #sizeSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#size(), resizeDelayMs);
  }

  /** Asks the program to take the size of the place; when it has ended, its lines are wrapped again. */
  #size(): void {
    if (this.#sizing === 'follow' || this.#unmount === null) return;
    const { terminal, fit } = this.#xterm;
    const proposed = fit.proposeDimensions();
    if (proposed === undefined || !(proposed.cols >= 2) || !(proposed.rows >= 1)) return;
    if (this.#state.kind === 'ended') terminal.resize(proposed.cols, proposed.rows);
    else this.#feed?.resize(Math.min(1_000, proposed.cols), Math.min(1_000, proposed.rows));
  }

  /** Keys that are the page's: to leave the terminal, and to copy. */
  #takesKey(event: KeyboardEvent): boolean {
    if (event.type !== 'keydown' || !event.ctrlKey || !event.shiftKey) return true;
    if (event.code === 'Enter') {
      // It would press what gets the focus.
      event.preventDefault();
      this.#element.dispatchEvent(new CustomEvent(leaveEvent, { bubbles: true }));
      return false;
    }
    if (event.code === 'KeyC' && this.#xterm.terminal.hasSelection()) {
      event.preventDefault();
      void navigator.clipboard.writeText(this.#xterm.terminal.getSelection());
      return false;
    }
    // The browser pastes, and xterm takes it from there.
    return event.code !== 'KeyV';
  }
}

/** Comes from a terminal when the person asks to leave it by keyboard. */
export const leaveEvent = 'terminal-leave';
/**
 * The key for that, in tinykeys syntax. Terminals send it as a plain Enter, so no shell or agent can have a
 * meaning for it; no system and no browser takes it (Windows opens its Task Manager with Escape instead).
 */
export const leaveKey = 'Control+Shift+Enter';
