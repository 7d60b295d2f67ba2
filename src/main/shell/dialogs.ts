import { BrowserWindow, clipboard, dialog, shell } from 'electron';
import type { Failure } from '#shared/lib/failure.ts';
import type { Question } from './quit-question.ts';
import { externalLink } from './security-policy.ts';

/** The dialogs of the operating system, before the window when it is to be seen. */
export class Dialogs {
  #isAskingAboutLink = false;

  /** Asks; gives the index of the button. Taken back by the signal, it gives that of Escape. */
  async ask(
    { message, detail, buttons, standard, escape }: Question,
    signal?: AbortSignal,
  ): Promise<number> {
    const options = {
      type: 'question' as const,
      message,
      detail,
      buttons: [...buttons],
      defaultId: standard,
      cancelId: escape,
      noLink: true,
      ...(signal !== undefined && { signal }),
    };
    const window = visibleWindow();
    const { response } = await (window === null
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(window, options));
    return response;
  }

  /** The folder that the person chose; null when they did not. */
  async pickFolder(): Promise<string | null> {
    const options = {
      title: 'Open a repository',
      buttonLabel: 'Open',
      properties: ['openDirectory' as const],
    };
    const window = visibleWindow();
    const { canceled, filePaths } = await (window === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    return canceled ? null : (filePaths[0] ?? null);
  }

  /** Shows a file in the program that the system has for it; what went wrong, null when nothing did. */
  async openFile(file: string): Promise<string | null> {
    const problem = await shell.openPath(file);
    return problem === '' ? null : problem.replace(/\.$/, '');
  }

  /** Says what happened and what to do. */
  async show({ message, action }: Failure): Promise<void> {
    await this.ask({ message, detail: action, buttons: ['Close'], standard: 0, escape: 0 });
  }

  /**
   * Opens a link in the browser when the person, who sees where it leads, agrees. Only http and https;
   * one question at a time, so that a page cannot pile them up.
   */
  async openLink(address: string): Promise<void> {
    const link = externalLink(address);
    if (link === null || this.#isAskingAboutLink) return;
    this.#isAskingAboutLink = true;
    try {
      const button = await this.ask({
        message: 'Open this link in your browser?',
        detail: link,
        buttons: ['Open link', 'Copy link', 'Cancel'],
        standard: 0,
        escape: 2,
      });
      if (button === 0) await shell.openExternal(link);
      if (button === 1) await clipboard.writeText(link);
    } finally {
      this.#isAskingAboutLink = false;
    }
  }
}

/** A dialog of a hidden window would be hidden too. */
function visibleWindow(): BrowserWindow | null {
  return BrowserWindow.getAllWindows().find((window) => window.isVisible()) ?? null;
}
